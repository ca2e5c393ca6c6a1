// Where facts come from: sources of a record.
#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/prompt.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct source_given {
  store_options_given store;
  std::string uri;
  std::string to;
  std::string name;
  bool erase = false;
  bool yes = false;
};

std::uint64_t sum_of(const std::vector<type_count>& counts) {
  std::uint64_t sum = 0;
  for (const auto& each : counts) sum += each.count;
  return sum;
}

std::string many(std::uint64_t count, std::string_view of) { return fmt::format("{} {}{}", count, of, count == 1 ? "" : "s"); }

std::string instant_of(std::int64_t microseconds) {
  const auto text = format_instant(microseconds);
  return text ? text.value() : std::string();
}

std::string as_json(const source_info& each) {
  json_object by_type;
  for (const auto& count : each.counts) by_type.add(fhir::name(count.type), count.count);
  return json_object()
      .add("uri", each.uri)
      .add("name", each.name)
      .add("kind", name(each.kind))
      .add("firstSeen", instant_of(each.first_seen))
      .add("lastSeen", instant_of(each.last_seen))
      .add("resources", sum_of(each.counts))
      .raw("byType", by_type.text())
      .text();
}

result<exit_code> list(const source_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto all, me.sources());
  table rows{table::names("source"), table::names("kind"), {"resources", table::side::right}, {"name"}};
  for (const auto& each : all) {
    if (given.store.json) PHR_TRY(print(as_json(each) + "\n"));
    rows.add({each.uri, std::string(name(each.kind)), std::to_string(sum_of(each.counts)), each.name});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

result<exit_code> rename(const source_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(me.rename_source(given.uri, given.to, given.name));
  if (!given.store.json) PHR_TRY(print(fmt::format("{} is {} now; imports that name it otherwise are of another source\n", shown(given.uri), shown(given.to.empty() ? given.name : given.to))));
  return done;
}

result<exit_code> forget(const source_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto preview, me.preview_forget(given.uri));
  std::string told = fmt::format("{} of {} will be gone from this file, with {}{}", many(preview.resources, "resource"), shown(given.uri), many(preview.versions, "version"),
                                 given.erase ? " and without a trace" : "");
  if (preview.edited != 0) told += fmt::format("; {} of them you or others have changed since", preview.edited);
  if (preview.still_named != 0) told += fmt::format("; {} are named by resources of other sources, and stay named", preview.still_named);
  PHR_TRY(confirm(told + ".", given.yes));
  const auto done_with = [&] {
    progress_bar bar("forgetting");
    return me.forget_source(given.uri, given.erase ? forget_as::erased : forget_as::purged, bar);
  }();
  if (!done_with) return done_with.error();
  const erase_report& report = done_with.value();
  if (given.store.json) {
    PHR_TRY(print(json_object().add("resources", report.resources).add("versions", report.versions).add("stillNamed", report.still_named).text() + "\n"));
  } else {
    PHR_TRY(print(fmt::format("{} {}, with {}\n", many(report.resources, "resource"), given.erase ? "erased" : "purged", many(report.versions, "version"))));
  }
  return done;
}

// NDJSON, as the source would give it.
result<exit_code> give(const source_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  const auto put = [](std::string_view json) { return static_cast<bool>(print(std::string(json) + "\n")); };
  PHR_TRY(me.export_source(given.uri, put));
  return done;
}

CLI::App* add_one(CLI::App& to, const std::shared_ptr<source_given>& given, const char* called, const char* about, action& run,
                  result<exit_code> (*work)(const source_given&), bool has_uri = true) {
  auto* made = to.add_subcommand(called, about);
  add_store_options(*made, given->store, asker::owner);
  if (has_uri) made->add_option("SOURCE", given->uri, "Its URI, as phr source list has it")->required();
  made->callback([given, &run, work] { run = [given, work] { return work(*given); }; });
  return made;
}

}  // namespace

void add_source(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("source", "Where the record's facts come from");
  command->require_subcommand(1);
  const auto given = std::make_shared<source_given>();
  add_one(*command, given, "list", "All of them, with how many resources each has", run, list, false);
  auto* renaming = add_one(*command, given, "rename", "Give a source another URI or name; ids stay as they are", run, rename);
  renaming->add_option("--to", given->to, "Its new URI");
  renaming->add_option("--name", given->name, "Its new name");
  auto* forgetting = add_one(*command, given, "forget", "Take all that a source has brought out of this file", run, forget);
  forgetting->add_flag("--erase", given->erase, "And leave no byte of it");
  forgetting->add_flag("--yes", given->yes, "Do not ask");
  add_one(*command, given, "export", "Its resources as NDJSON, with the ids that it gives them", run, give);
}

}  // namespace phr::cli
