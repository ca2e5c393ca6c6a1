// Purging and erasing.
#include "interactions/writes.hpp"

namespace phr::interactions {

result<write_report> purge(gate::door& in, fhir::resource_type type, std::string_view id) {
  PHR_TRY(in.may(audit_action::purge));
  PHR_TRY(auto writing, in.engine().write());
  PHR_TRY(auto report, writing.work().purge(type, id, in.now()));
  PHR_TRY(const std::int64_t key, writing.work().key_of(type, id));
  PHR_TRY(writing.commit(in.row(audit_action::purge, type, key, 1)));
  return report;
}

result<write_report> purge_history(gate::door& in, fhir::resource_type type, std::string_view id) {
  PHR_TRY(in.may(audit_action::purge));
  PHR_TRY(auto writing, in.engine().write());
  PHR_TRY(auto report, writing.work().purge_history(type, id));
  PHR_TRY(const std::int64_t key, writing.work().key_of(type, id));
  PHR_TRY(writing.commit(in.row(audit_action::purge, type, key, 1)));
  return report;
}

result<erase_report> erase(gate::door& in, std::span<const resource_name> which) {
  PHR_TRY(in.may(audit_action::erase));
  erase_report report;
  std::uint64_t nth = 0;
  {
    PHR_TRY(auto writing, in.engine().write());
    std::int64_t key = 0;
    for (const resource_name& each : which) {
      PHR_TRY(key, writing.work().key_of(each.type, each.id));
      const auto versions = writing.work().erase(each.type, each.id);
      if (!versions) return versions.error().nth(nth);
      report.versions += versions.value();
      ++nth;
    }
    report.resources = which.size();
    PHR_TRY(writing.work().sweep());
    for (const resource_name& each : which) {
      PHR_TRY(const std::int64_t still, writing.work().key_of(each.type, each.id));
      if (still != 0) ++report.still_named;
    }
    const bool is_one = which.size() == 1;
    auto row = in.row(audit_action::erase, is_one ? which.front().type : fhir::resource_type{}, is_one ? key : 0,
                     static_cast<std::int64_t>(which.size()));
    PHR_TRY(writing.commit(std::move(row)));
  }
  PHR_TRY(in.engine().scrub());
  return report;
}

}  // namespace phr::interactions
