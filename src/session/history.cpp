// Versions over time, and the feed of changes.
#include "session/look.hpp"
#include "store/intern/interner.hpp"

namespace phr {

result<std::vector<record>> session::history(fhir::resource_type type, std::string_view id) {
  history_query asked;
  asked.type = type;
  asked.id = id;
  PHR_TRY(auto page, history(asked));
  return std::move(page.versions);
}

result<history_page> session::history(const history_query& asked) {
  PHR_TRY(const auto reading, state_->engine->read());
  auto looked = look_back(*state_, reading.look(), asked);
  if (looked.row) PHR_TRY(state_->note(std::move(*looked.row)));
  return std::move(looked.found);
}

result<std::vector<change_entry>> session::changes(std::int64_t after, std::size_t most) {
  PHR_TRY(state_->owner_only(audit_action::report));
  PHR_TRY(const auto reading, state_->engine->read());
  PHR_TRY(auto* select, reading.look().in().use("SELECT c.sequence, i.type, i.id, c.version, c.operation, typeof(i.id) FROM change c "
                                                "LEFT JOIN identity i ON i.key = c.resource WHERE c.sequence > ?1 ORDER BY c.sequence LIMIT ?2"));
  const storage::sql::resetting done(*select);
  select->bind(1, after).bind(2, static_cast<std::int64_t>(most));
  std::vector<change_entry> entries;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) break;
    change_entry entry;
    entry.sequence = select->integer(0);
    entry.type = static_cast<fhir::resource_type>(select->integer(1));
    if (select->text(5) != "integer") entry.id = storage::id_text(*select, 2);
    entry.version = static_cast<std::uint32_t>(select->integer(3));
    entry.kind = static_cast<write_kind>(select->integer(4));
    entries.push_back(std::move(entry));
  }
  PHR_TRY(state_->note(about(state_->row(audit_action::report), {}, 0, static_cast<std::int64_t>(entries.size()))));
  return entries;
}

}  // namespace phr
