#include "store/reads/changes.hpp"

#include "store/intern/interner.hpp"
#include "store/reads/sources.hpp"
#include "store/sql/access.hpp"

namespace phr::storage {

namespace {

result<void> tell_origin(const snapshot& at, std::int64_t key, change_entry& of) {
  PHR_TRY(of.origin, origin_of(at, key, of.version));
  PHR_TRY(const auto stored, at.stored_version(key, of.version));
  if (!stored) return success();  // purged since
  PHR_TRY(of.revision, revision_of(at, key, *stored));
  return success();
}

}  // namespace

result<std::vector<change_entry>> changes_after(const snapshot& at, std::int64_t after, std::size_t most) {
  PHR_TRY(auto* select, sql_of(at).use("SELECT c.sequence, i.type, i.id, c.version, c.operation, typeof(i.id), c.resource FROM change c "
                                    "LEFT JOIN identity i ON i.key = c.resource WHERE c.sequence > ?1 ORDER BY c.sequence LIMIT ?2"));
  const sql::resetting done(*select);
  select->bind(1, after).bind(2, static_cast<std::int64_t>(most));
  std::vector<change_entry> entries;
  for (;;) {
    PHR_TRY(const bool more, select->step());
    if (!more) return entries;
    change_entry entry;
    entry.sequence = select->integer(0);
    entry.type = static_cast<fhir::resource_type>(select->integer(1));
    if (select->text(5) != "integer") entry.id = id_text(*select, 2);
    entry.version = static_cast<std::uint32_t>(select->integer(3));
    entry.kind = static_cast<write_kind>(select->integer(4));
    if (!entry.is_local() && !entry.id.empty()) PHR_TRY(tell_origin(at, select->integer(6), entry));
    entries.push_back(std::move(entry));
  }
}

}  // namespace phr::storage
