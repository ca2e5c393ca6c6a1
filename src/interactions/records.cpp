// Reading single resources, their versions, and the trail.
#include "interactions/records.hpp"

#include "interactions/look.hpp"
#include "store/reads/changes.hpp"

namespace phr::interactions {

result<record> read(gate::door& in, fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> version, const moment& as_of) {
  PHR_TRY(const auto seen, in.look(as_of));
  auto looked = look_up(in, seen.at, type, id, version);
  if (looked.row) PHR_TRY(in.note(std::move(*looked.row)));
  return std::move(looked.found);
}

result<history_page> history(gate::door& in, const history_query& asked) {
  PHR_TRY(const auto seen, in.look(asked.as_of));
  auto looked = look_back(in, seen.at, asked);
  if (looked.row) PHR_TRY(in.note(std::move(*looked.row)));
  return std::move(looked.found);
}

result<std::vector<change_entry>> changes(gate::door& in, std::int64_t after, std::size_t most, const moment& as_of) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(const auto seen, in.look(as_of));
  PHR_TRY(auto entries, storage::changes_after(seen.at.at(), after, most));
  PHR_TRY(in.note(in.row(audit_action::report, {}, 0, static_cast<std::int64_t>(entries.size()))));
  return entries;
}

result<std::vector<audit_entry>> audit_trail(gate::door& in, std::int64_t most) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(in.engine().settle());
  PHR_TRY(const auto reading, in.engine().read());
  PHR_TRY(auto entries, storage::read_audit(reading.look(), most));
  PHR_TRY(in.note(in.row(audit_action::report, {}, 0, static_cast<std::int64_t>(entries.size()))));
  return entries;
}

result<audit_verdict> verify_audit(gate::door& in, std::string_view expected_head, const progress& watch) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(in.engine().settle());
  PHR_TRY(const auto reading, in.engine().read());
  return storage::verify_audit(reading.look(), in.engine().file().audit, expected_head, watch);
}

}  // namespace phr::interactions
