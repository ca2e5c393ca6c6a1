// Purging and erasing.
#include "session/state.hpp"
#include "store/intern/interner.hpp"
#include "store/records/sweep.hpp"

namespace phr {

result<write_report> session::purge(fhir::resource_type type, std::string_view id) {
  PHR_TRY(state_->owner_only(audit_action::purge));
  PHR_TRY(auto writing, state_->engine->write());
  PHR_TRY(auto report, writing.work().purge(type, id, state_->options.now));
  PHR_TRY(const std::int64_t key, storage::find_identity(writing.work().in(), type, id));
  PHR_TRY(writing.commit(about(state_->row(audit_action::purge), type, key, 1)));
  return report;
}

result<write_report> session::purge_history(fhir::resource_type type, std::string_view id) {
  PHR_TRY(state_->owner_only(audit_action::purge));
  PHR_TRY(auto writing, state_->engine->write());
  PHR_TRY(auto report, writing.work().purge_history(type, id));
  PHR_TRY(const std::int64_t key, storage::find_identity(writing.work().in(), type, id));
  PHR_TRY(writing.commit(about(state_->row(audit_action::purge), type, key, 1)));
  return report;
}

result<erase_report> session::erase(std::span<const resource_name> which) {
  PHR_TRY(state_->owner_only(audit_action::erase));
  erase_report report;
  std::uint64_t nth = 0;
  {
    PHR_TRY(auto writing, state_->engine->write());
    std::int64_t key = 0;
    for (const resource_name& each : which) {
      PHR_TRY(key, storage::find_identity(writing.work().in(), each.type, each.id));
      const auto versions = writing.work().erase(each.type, each.id);
      if (!versions) return versions.error().nth(nth);
      report.versions += versions.value();
      ++nth;
    }
    report.resources = which.size();
    PHR_TRY(storage::sweep(writing.work().in()));
    for (const resource_name& each : which) {
      PHR_TRY(const std::int64_t still, storage::find_identity(writing.work().in(), each.type, each.id));
      if (still != 0) ++report.still_named;
    }
    const bool is_one = which.size() == 1;
    auto row = about(state_->row(audit_action::erase), is_one ? which.front().type : fhir::resource_type{}, is_one ? key : 0,
                     static_cast<std::int64_t>(which.size()));
    PHR_TRY(writing.commit(std::move(row)));
  }
  PHR_TRY(state_->engine->scrub());
  return report;
}

result<erase_report> session::erase(fhir::resource_type type, std::string_view id) {
  const resource_name one{type, std::string(id)};
  return erase(std::span(&one, 1));
}

}  // namespace phr
