#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/moment.hpp"
#include "cli/program/table.hpp"

#include <phr/core/date_time.hpp>

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
  std::string category;
};

result<exit_code> timeline(const timeline_given& given) {
  timeline_options options;
  options.patient = given.patient;
  options.most = given.most;
  PHR_TRY(options.from, moment_of(given.from, "--from"));
  PHR_TRY(options.to, moment_of(given.to, "--to"));
  for (const auto& each : given.types) {
    const auto type = fhir::resource_type_named(each);
    if (!type) return error{errc::unknown_resource_type}.at("--type");
    options.types.push_back(*type);
  }
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto events, me.timeline(options));
  table rows{{"when (UTC)"}, {"what"}, {"value"}, {"resource"}};
  for (const auto& each : events) {
    const std::string reference = std::string(fhir::name(each.type)) + "/" + each.id;
    if (given.store.json) {
      PHR_TRY(const auto instant, format_instant(each.happened));
      PHR_TRY(print(json_object().add("when", instant).add("title", each.title).add("value", each.value).add("resource", reference).text() + "\n"));
    }
    rows.add({minute_text(each.happened), each.title, each.value, reference});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

result<exit_code> latest(const timeline_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto values, me.latest({.patient = given.patient, .category = given.category}));
  table rows{{"when (UTC)"}, {"what"}, {"value", table::side::right}, {"unit"}, {"flag"}, {"code"}};
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
