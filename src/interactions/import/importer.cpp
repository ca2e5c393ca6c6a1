#include "interactions/import/importer.hpp"

#include <algorithm>

namespace phr::interactions {

namespace {

using bundles::plan;
using bundles::planned;

std::string_view of_query(std::string_view query) { return query.substr(query.find('?') + 1); }

bool names_identifier(std::string_view criteria) { return criteria.starts_with("identifier=") && criteria.find('&') == std::string_view::npos; }

bool has_condition(const planned& step) { return !step.conditional.empty() || !step.by_search.empty() || !step.only_if_none.empty(); }

// One write, which unit::put refuses before anything of it is written.
bool is_plain(const plan& made) {
  return made.steps.empty() || (made.steps.size() == 1 && made.steps[0].what != bundles::verb::remove && !has_condition(made.steps[0]));
}

}  // namespace

result<plan> importer::plan_of(const fhir::json::value& root, std::string_view source) {
  return bundles::make_plan(root, {.ids_of_full_urls = true, .must_resolve = root["type"].raw_text() == "transaction", .with_sources = true, .source = source});
}

void importer::name_source(planned& step) {
  if (step.source.empty()) step.source = file_source;
}

result<void> importer::bind(planned& step, bool is_history, bool is_alone) {
  PHR_TRY(work_.from_source(step.source));
  if (step.id.empty()) return success();
  const bool is_looked_for = step.what == bundles::verb::remove && !is_history;
  PHR_TRY(step.id, is_looked_for ? work_.known_id_here(step.type, step.id) : work_.id_here(step.type, step.id, is_alone));
  return success();
}

// What comes from elsewhere brings resources; it does not change what it cannot see, and learns nothing of it: a patch moves what is here to where
// others may see it, and a condition is answered with the owner's eyes. So there are no patches, and conditions go by an identifier.
result<void> importer::check(const planned& step) {
  if (step.what == bundles::verb::read || step.what == bundles::verb::patch) {
    return error{errc::unsupported}.at("Bundle.entry.request.method: an import takes resources; execute the Bundle").nth(step.entry);
  }
  const bool by_identifier = (step.only_if_none.empty() || names_identifier(step.only_if_none)) && (step.by_search.empty() || names_identifier(of_query(step.by_search))) &&
                             std::all_of(step.conditional.begin(), step.conditional.end(), [](const std::string& each) { return names_identifier(of_query(each)); });
  if (!by_identifier) return error{errc::unsupported}.at("a condition of an import that is not an identifier alone; execute the Bundle").nth(step.entry);
  return success();
}

result<void> importer::run(plan& made) {
  std::uint64_t done = 0;
  const std::uint64_t total = made.steps.size();
  for (const planned& step : made.steps) PHR_TRY(check(step));
  for (planned& step : made.steps) name_source(step);
  bundles::runner steps(in_, work_);
  PHR_TRY(steps.look_ahead(made));
  constexpr std::uint64_t told_after = 1'000;
  for (std::uint64_t nth = 0; nth < total; ++nth) {
    if (nth % told_after == 0 && total > 1 && !watch_({0, total, "resources"})) return error{errc::cancelled}.at("the import");
    PHR_TRY(bind(made.steps[nth], made.is_history, total == 1));
  }
  bundles::name_entries(made);
  report_.left_out += made.outcomes;
  const auto wrote = [&](const planned&, const write_report& written) -> result<void> {
    count(written);
    if (!watch_({++done, total, "resources"})) return error{errc::cancelled}.at("the import");
    return success();
  };
  auto go_on = [&](const progress_step&) { return watch_({done, total, "resources"}); };
  const storage::watched watching(work_, go_on);
  return steps.run(made, wrote);
}

result<void> importer::run_apart(plan& made) {
  if (is_plain(made)) {
    work_.try_names();
    const auto done = run(made);
    if (done) {
      work_.keep_names();
      return done;
    }
    if (!work_.wants_part()) {
      if (!bundles::is_of_the_store(done.error().code())) PHR_TRY(work_.take_back_names());
      return done.as_failure();
    }
    PHR_TRY(work_.take_back_names());
  }
  const import_report before = report_;
  PHR_TRY(work_.mark());
  const auto done = run(made);
  if (done) return work_.keep();
  if (bundles::is_of_the_store(done.error().code())) return done.as_failure();
  PHR_TRY(work_.back());
  report_ = before;
  return done.as_failure();
}

void importer::count(const write_report& done) {
  switch (done.kind) {
    case write_kind::created: ++report_.created; break;
    case write_kind::updated: ++report_.updated; break;
    case write_kind::deleted: ++report_.deleted; break;
    default: ++report_.unchanged; break;
  }
  auto& types = report_.by_type;
  const auto at = std::lower_bound(types.begin(), types.end(), done.type, [](const type_count& each, fhir::resource_type type) { return each.type < type; });
  if (at != types.end() && at->type == done.type) {
    ++at->count;
  } else {
    types.insert(at, {done.type, 1});
  }
}

}  // namespace phr::interactions
