#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/moment.hpp"
#include "cli/program/terminal.hpp"
#include "core/platform/stdio.hpp"

#include <phr/analytics/chart.hpp>
#include <phr/analytics/report.hpp>
#include <phr/core/date_time.hpp>

#include <memory>

namespace phr::cli {

namespace {

struct chart_given {
  store_options_given store;
  std::string code;
  std::string file;
  std::string patient;
  std::string from;
  std::string to;
  analytics::chart_options picture;
};

result<std::string> as_json(const analytics::lab_trend& trend) {
  const auto& series = trend.series;
  json_array points;
  for (const auto& each : series.points) {
    PHR_TRY(const auto instant, format_instant(each.at_us));
    points.raw(json_object().add("when", instant).add("value", each.value).add("resource", "Observation/" + each.source_id).text());
  }
  json_object out;
  out.add("system", series.system).add("code", series.code).add("title", series.title).add("unit", series.unit);
  if (series.reference_low) out.add("referenceLow", *series.reference_low);
  if (series.reference_high) out.add("referenceHigh", *series.reference_high);
  out.add("count", static_cast<std::uint64_t>(trend.stats.count)).add("leftOut", static_cast<std::uint64_t>(series.left_out));
  out.add("mean", trend.stats.mean).add("sd", trend.stats.sd).add("min", trend.stats.min).add("max", trend.stats.max);
  out.add("above", static_cast<std::uint64_t>(trend.above)).add("below", static_cast<std::uint64_t>(trend.below));
  out.add("direction", trend.direction);
  if (trend.robust) {
    out.add("slopePerDay", trend.robust->slope_per_day).add("slopeLow", trend.robust->low).add("slopeHigh", trend.robust->high);
  }
  out.raw("points", points.text());
  return out.text();
}

result<void> write_file(const std::string& path, const std::string& text) {
  auto file = platform::open_stdio(path, platform::stdio_access::write, "the picture");
  if (!file) return error{errc::io_failed}.at("the picture");
  const bool written = std::fwrite(text.data(), 1, text.size(), file.value().get()) == text.size();
  const bool closed = std::fclose(file.value().release()) == 0;
  if (!written || !closed) return error{errc::io_failed}.at("the picture");
  return success();
}

result<exit_code> chart(const chart_given& given) {
  trend_options options;
  options.patient = given.patient;
  PHR_TRY(options.from, moment_of(given.from, "--from"));
  PHR_TRY(options.to, moment_of(given.to, "--to"));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto trend, me.lab_trend(given.code, options));
  if (!given.file.empty()) {
    PHR_TRY(write_file(given.file, analytics::line_chart_svg(trend.series, given.picture)));
  }
  if (given.store.json) {
    PHR_TRY(const auto text, as_json(trend));
    PHR_TRY(print(text + "\n"));
    return done;
  }
  PHR_TRY(print(shown_lines(analytics::to_text(trend))));
  if (!given.file.empty()) {
    PHR_TRY(print("picture: " + shown(given.file) + "\n"));
  }
  return done;
}

}  // namespace

void add_chart(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("chart", "One kind of value over time: its trend, and a picture");
  const auto given = std::make_shared<chart_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("CODE", given->code, "http://loinc.org|4548-4, or 4548-4 for any system")->required();
  command->add_option("-o,--output", given->file, "Write the picture to this SVG file");
  command->add_option("--patient", given->patient, "Id of the patient; needed where the record has several");
  command->add_option("--from", given->from, "Not before this date");
  command->add_option("--to", given->to, "Before this date");
  command->add_option("--width", given->picture.width, "Of the picture, in CSS pixels")->capture_default_str();
  command->add_option("--height", given->picture.height, "Of the picture, in CSS pixels")->capture_default_str();
  command->add_flag("--dark", given->picture.dark, "Light text on a dark ground");
  command->callback([given, &run] { run = [given] { return chart(*given); }; });
}

}  // namespace phr::cli
