// Importing: a Bundle whole or not at all, NDJSON line by line.
#include "interactions/import/import.hpp"

#include "interactions/bundle/run.hpp"
#include "interactions/import/source.hpp"

#include <algorithm>
#include <map>

namespace phr::interactions {

namespace {

using bundles::plan;
using bundles::planned;

class importer {
 public:
  importer(gate::door& in, storage::unit& work, const import_options& options, import_report& report)
      : work_(work), run_(in, work), source_(options.source), watch_(options.watch), report_(report) {}

  result<void> run(plan& made) {
    std::uint64_t done = 0;
    const std::uint64_t total = made.steps.size();
    for (const planned& step : made.steps) {
      PHR_TRY(check(step));
    }
    PHR_TRY(bind(made));
    report_.left_out += made.outcomes;
    auto go_on = [&](const progress_step&) { return watch_({done, total, "resources"}); };
    const storage::watched watching(work_, go_on);
    return run_.run(made, [&](const planned&, const write_report& written) -> result<void> {
      count(written);
      if (!watch_({++done, total, "resources"})) return error{errc::cancelled}.at("the import");
      return success();
    });
  }

 private:
  // Says of each step whose it is, and what its source's id is here.
  result<void> bind(plan& made) {
    for (planned& step : made.steps) {
      if (!source_.empty()) step.source = source_;
      if (step.source.empty()) step.source = file_source;
      PHR_TRY(work_.from_source(step.source));
      if (step.id.empty()) continue;
      PHR_TRY(step.id, step.what == bundles::verb::remove && !made.is_history ? work_.known_id_here(step.type, step.id) : work_.id_here(step.type, step.id));
    }
    bundles::name_entries(made);
    return success();
  }
  // What comes from elsewhere brings resources; it does not change what it cannot see, and learns nothing of it: a patch moves what is here to where
  // others may see it, and a condition is answered with the owner's eyes. So there are no patches, and conditions go by an identifier.
  static result<void> check(const planned& step) {
    if (step.what == bundles::verb::read || step.what == bundles::verb::patch) {
      return error{errc::unsupported}.at("Bundle.entry.request.method: an import takes resources; execute the Bundle").nth(step.entry);
    }
    const bool by_identifier = (step.only_if_none.empty() || names_identifier(step.only_if_none)) && (step.by_search.empty() || names_identifier(of_query(step.by_search))) &&
                               std::all_of(step.conditional.begin(), step.conditional.end(), [](const std::string& each) { return names_identifier(of_query(each)); });
    if (!by_identifier) return error{errc::unsupported}.at("a condition of an import that is not an identifier alone; execute the Bundle").nth(step.entry);
    return success();
  }
  static std::string_view of_query(std::string_view query) { return query.substr(query.find('?') + 1); }
  static bool names_identifier(std::string_view criteria) {
    return criteria.starts_with("identifier=") && criteria.find('&') == std::string_view::npos;
  }

  void count(const write_report& done) {
    switch (done.kind) {
      case write_kind::created: ++report_.created; break;
      case write_kind::updated: ++report_.updated; break;
      case write_kind::deleted: ++report_.deleted; break;
      default: ++report_.unchanged; break;
    }
    auto& types = report_.by_type;
    const auto at = std::lower_bound(types.begin(), types.end(), done.type,
                                     [](const type_count& each, fhir::resource_type type) { return each.type < type; });
    if (at != types.end() && at->type == done.type) {
      ++at->count;
    } else {
      types.insert(at, {done.type, 1});
    }
  }

  storage::unit& work_;
  bundles::runner run_;
  std::string_view source_;
  progress watch_;
  import_report& report_;
};

// A Bundle that is imported again finds its resources by the ids that their fullUrls carry.
result<plan> import_plan(const fhir::json::value& root) {
  return bundles::make_plan(root, {.ids_of_full_urls = true, .must_resolve = root["type"].raw_text() == "transaction", .with_sources = true});
}

result<void> import_one(gate::door& in, storage::writing& writing, const fhir::json::document& parsed, const import_options& options,
                        import_report& report) {
  PHR_TRY(auto made, import_plan(parsed.root()));
  return importer(in, writing.work(), options, report).run(made);
}

// Why lines were refused, by number. A line whose writes failed half-way takes its whole batch back; the batch then runs
// again without it, so no part of a refused line is ever kept.
using refused_lines = std::map<std::uint64_t, error>;

result<bool> try_batch(gate::door& in, storage::writing& writing, std::string_view source, importing::lines& lines, refused_lines& refused,
                       import_report& part) {
  constexpr std::uint64_t batch = 5000;
  fhir::json::document parsed;
  for (std::uint64_t taken = 0; taken < batch && !lines.at_end(); ++taken) {
    const auto line = lines.next();
    if (line.text.empty() || refused.contains(line.number)) continue;
    const auto well_formed = parsed.parse(line.text);
    auto made = well_formed ? import_plan(parsed.root()) : result<plan>(well_formed.error());
    if (!made) {
      refused.emplace(line.number, importing::at_line(made.error(), line.number));
      continue;
    }
    const auto written = importer(in, writing.work(), {.source = source}, part).run(made.value());
    if (written) continue;
    if (bundles::is_of_the_store(written.error().code())) return written.as_failure();
    refused.emplace(line.number, importing::at_line(written.error(), line.number));
    return false;
  }
  return true;
}

result<import_report> import_batch(gate::door& in, std::string_view source, importing::lines& lines) {
  refused_lines refused;
  for (;;) {
    importing::lines tried = lines;
    import_report part;
    PHR_TRY(auto writing, in.engine().write());
    PHR_TRY(const bool whole, try_batch(in, writing, source, tried, refused, part));
    if (!whole) continue;
    auto row = in.row(audit_action::import);
    row.count = static_cast<std::int64_t>(part.total());
    PHR_TRY(writing.commit(std::move(row)));
    for (const auto& [number, why] : refused) part.refused.push_back({number, why});
    lines = tried;
    return part;
  }
}

}  // namespace

result<import_report> import_text(gate::door& in, std::string_view json, const import_options& options) {
  PHR_TRY(in.may(audit_action::import));
  import_report report;
  report.bytes = json.size();
  fhir::json::document parsed;
  PHR_TRY(parsed.parse(json));
  PHR_TRY(auto writing, in.engine().write());
  PHR_TRY(import_one(in, writing, parsed, options, report));
  auto row = in.row(audit_action::import);
  row.count = static_cast<std::int64_t>(report.total());
  PHR_TRY(writing.commit(std::move(row)));
  return report;
}

result<import_report> import_file(gate::door& in, std::string_view path, const import_options& options) {
  PHR_TRY(in.may(audit_action::import));
  PHR_TRY(const auto source, importing::source::open(path));
  if (!source.is_lines()) return import_text(in, source.text(), options);

  import_report report;
  importing::lines lines(source.text());
  while (!lines.at_end()) {
    PHR_TRY(const import_report part, import_batch(in, options.source, lines));
    report.add(part);
    const bool go_on = options.watch({lines.offset(), source.text().size(), "bytes"});
    if (!go_on && !lines.at_end()) return error{errc::cancelled}.at("the import: lines before this one are in").nth(lines.number());
  }
  report.bytes = source.text().size();
  return report;
}

}  // namespace phr::interactions
