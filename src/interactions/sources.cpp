#include "interactions/sources.hpp"

#include "store/reads/sources.hpp"

namespace phr::interactions {

namespace {

constexpr std::size_t pages_at_once = 1'000;

}  // namespace

result<std::vector<source_info>> sources(gate::door& in, const moment& as_of) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(const auto seen, in.look(as_of));
  PHR_TRY(auto all, storage::sources_of(seen.at.at()));
  PHR_TRY(in.note(in.row(audit_action::report, {}, 0, static_cast<std::int64_t>(all.size()))));
  return all;
}

result<void> rename_source(gate::door& in, std::string_view uri, std::string_view new_uri, std::string_view new_name) {
  PHR_TRY(in.may(audit_action::rename_source));
  PHR_TRY(auto writing, in.engine().write());
  PHR_TRY(writing.work().rename_source(uri, new_uri, new_name));
  return writing.commit(in.row(audit_action::rename_source));
}

result<forget_preview> preview_forget(gate::door& in, std::string_view uri) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(const auto seen, in.look());
  PHR_TRY(const std::int64_t source, storage::source_named(seen.at.at(), uri));
  PHR_TRY(auto made, storage::preview_forget(seen.at.at(), source));
  PHR_TRY(in.note(in.row(audit_action::report, {}, 0, static_cast<std::int64_t>(made.resources))));
  return made;
}

result<erase_report> forget_source(gate::door& in, std::string_view uri, forget_as how, const progress& watch) {
  const audit_action action = how == forget_as::purged ? audit_action::purge : audit_action::erase;
  PHR_TRY(in.may(action));
  erase_report report;
  {
    PHR_TRY(auto writing, in.engine().write());
    storage::unit& work = writing.work();
    PHR_TRY(const auto at, work.look());
    PHR_TRY(const std::int64_t source, storage::source_named(at, uri));
    PHR_TRY(const auto preview, storage::preview_forget(at, source));
    std::int64_t after = -1;
    std::vector<resource_name> gone;
    for (;;) {
      PHR_TRY(const auto keys, storage::keys_of_source(at, source, after, pages_at_once));
      if (keys.empty()) break;
      after = keys.back();
      for (const std::int64_t key : keys) {
        PHR_TRY(auto name, at.identity_of(key));
        if (how == forget_as::purged) {
          PHR_TRY(work.purge(name.type, name.id, in.now()));
        } else {
          PHR_TRY(work.erase(name.type, name.id));
        }
        ++report.resources;
      }
      if (!watch({report.resources, preview.resources, "resources"})) return error{errc::cancelled}.at("forgetting a source");
    }
    report.versions = preview.versions;
    report.still_named = preview.still_named;
    PHR_TRY(work.forget_source(source));
    if (how == forget_as::erased) PHR_TRY(work.sweep());
    auto row = in.row(action);
    row.count = static_cast<std::int64_t>(report.resources);
    PHR_TRY(writing.commit(std::move(row)));
  }
  if (how == forget_as::erased) PHR_TRY(in.engine().scrub());
  return report;
}

result<std::uint64_t> export_source(gate::door& in, std::string_view uri, const resource_sink& sink, const moment& as_of) {
  PHR_TRY(in.may(audit_action::report));
  PHR_TRY(const auto seen, in.look(as_of));
  const storage::snapshot& at = seen.at.at();
  PHR_TRY(const std::int64_t source, storage::source_named(at, uri));
  std::uint64_t given = 0;
  std::int64_t after = -1;
  for (;;) {
    PHR_TRY(const auto keys, storage::keys_of_source(at, source, after, pages_at_once));
    if (keys.empty()) break;
    after = keys.back();
    for (const std::int64_t key : keys) {
      const auto standing = at.current(key);
      if (!standing && standing.error().code() == errc::gone) continue;
      if (!standing) return standing.as_failure();
      PHR_TRY(const auto said, storage::as_source_says(at, key, standing.value()));
      const std::string json = storage::foreign_json(standing.value(), said);
      if (!sink(json)) return error{errc::cancelled}.at("the export of a source").nth(given);
      ++given;
    }
  }
  PHR_TRY(in.note(in.row(audit_action::report, {}, 0, static_cast<std::int64_t>(given))));
  return given;
}

}  // namespace phr::interactions
