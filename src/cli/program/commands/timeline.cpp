#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/moment.hpp"
#include "cli/program/table.hpp"
#include "cli/program/types.hpp"

#include <phr/core/date_time.hpp>

#include <cstdio>
#include <memory>

namespace phr::cli {

namespace {

struct timeline_given {
  store_options_given store;
  std::string patient;
  std::string from;
  std::string to;
  std::vector<std::string> types;
  std::uint32_t most = 100;
  std::string behind;
  std::string by;
  std::string category;
};

result<timeline_options> options_of(const timeline_given& given) {
  timeline_options options;
  options.patient = given.patient;
  options.most = given.most;
  options.behind = given.behind;
  PHR_TRY(options.from, moment_of(given.from, "--from"));
  PHR_TRY(options.to, moment_of(given.to, "--to"));
  PHR_TRY(options.types, types_of(given.types, "--type"));
  return options;
}

// "2024-05", of the begin of a month.
result<std::string> period_text(std::int64_t begin, timeline_period by) {
  PHR_TRY(const auto instant, format_instant(begin));
  return instant.substr(0, by == timeline_period::day ? 10 : by == timeline_period::month ? 7 : 4);
}

result<exit_code> timeline_by(const timeline_given& given, session& me, const timeline_options& options) {
  const auto by = given.by == "day" ? timeline_period::day : given.by == "month" ? timeline_period::month : timeline_period::year;
  PHR_TRY(const auto groups, me.timeline_groups(by, options));
  table rows{{given.by}, table::names("type"), {"events", table::side::right}};
  for (const auto& each : groups) {
    PHR_TRY(const auto period, period_text(each.begin, by));
    if (given.store.json) PHR_TRY(print(json_object().add(given.by, period).add("type", fhir::name(each.type)).add("events", each.count).text() + "\n"));
    rows.add({period, std::string(fhir::name(each.type)), std::to_string(each.count)});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

result<exit_code> timeline(const timeline_given& given) {
  PHR_TRY(auto options, options_of(given));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  if (!given.by.empty()) return timeline_by(given, me, options);
  if (options.most < UINT32_MAX) ++options.most;  // one more tells that there is one
  PHR_TRY(auto events, me.timeline(options));
  const bool more = events.size() > given.most;
  if (more) events.pop_back();
  table rows{table::names("when (UTC)"), {"what"}, {"value"}, table::names("resource")};
  for (const auto& each : events) {
    const std::string reference = std::string(fhir::name(each.type)) + "/" + each.id;
    if (given.store.json) {
      PHR_TRY(const auto instant, format_instant(each.happened));
      PHR_TRY(print(json_object().add("when", instant).add("title", each.title).add("value", each.value).add("resource", reference).text() + "\n"));
    }
    rows.add({minute_text(each.happened), each.title, each.value, reference});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  if (more && !events.empty()) std::fprintf(stderr, "phr: there are more: --behind %s\n", events.back().place.c_str());
  return done;
}

result<exit_code> latest(const timeline_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto values, me.latest({.patient = given.patient, .category = given.category}));
  table rows{table::names("when (UTC)"), {"what"}, {"value", table::side::right}, {"unit"}, {"flag"}, table::names("code")};
  for (const auto& each : values) {
    if (given.store.json) {
      PHR_TRY(const auto instant, format_instant(each.happened));
      PHR_TRY(print(json_object()
                        .add("when", instant)
                        .add("system", each.system)
                        .add("code", each.code)
                        .add("title", each.title)
                        .add("value", each.value)
                        .add("unit", each.unit)
                        .add("interpretation", each.interpretation)
                        .add("resource", "Observation/" + each.id)
                        .text() +
                    "\n"));
    }
    rows.add({minute_text(each.happened), each.title, each.value, each.unit, each.interpretation, each.code});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

}  // namespace

void add_timeline(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("timeline", "What happened to a patient, newest first");
  const auto given = std::make_shared<timeline_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("--patient", given->patient, "Id of the patient; needed where the record has several");
  command->add_option("--from", given->from, "Not before this date");
  command->add_option("--to", given->to, "Before this date");
  command->add_option("--type", given->types, "Only resources of this type; may be repeated");
  command->add_option("--most", given->most, "At most so many")->capture_default_str();
  auto* behind = command->add_option("--behind", given->behind, "On from the event that an earlier answer named");
  command->add_option("--by", given->by, "How many of each type in each day, month or year")->check(CLI::IsMember({"day", "month", "year"}))->excludes(behind);
  command->callback([given, &run] { run = [given] { return timeline(*given); }; });
}

void add_latest(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("latest", "The newest value of each kind of observation");
  const auto given = std::make_shared<timeline_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("--patient", given->patient, "Id of the patient; needed where the record has several");
  command->add_option("--category", given->category, "laboratory, vital-signs, ...");
  command->callback([given, &run] { run = [given] { return latest(*given); }; });
}

}  // namespace phr::cli
