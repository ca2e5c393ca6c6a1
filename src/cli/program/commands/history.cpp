// Versions over time, and the feed of changes.
#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/moment.hpp"
#include "cli/program/table.hpp"
#include "cli/program/written.hpp"

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct history_given {
  store_options_given store;
  std::string which;  // "", Type or Type/id
  std::string since;
  std::string at;
  std::uint32_t count = 0;
  std::string page;
};

result<history_query> query_of(const history_given& given) {
  history_query asked;
  asked.count = given.count;
  asked.page = given.page;
  PHR_TRY(asked.since, moment_of(given.since, "--since"));
  if (!given.at.empty()) {
    const auto date = parse_date_time(given.at);
    if (!date) return error{date.error().code()}.at("--at");
    asked.at = date.value().as_interval();
  }
  if (given.which.find('/') != std::string::npos) {
    PHR_TRY(auto one, parse_reference(given.which));
    asked.type = one.type;
    asked.id = std::move(one.id);
  } else if (!given.which.empty()) {
    asked.type = fhir::resource_type_named(given.which);
    if (!asked.type) return error{errc::unknown_resource_type}.at("Type or Type/id");
  }
  return asked;
}

result<void> print_versions(const history_page& page) {
  table rows{table::names("written (UTC)"), {"what"}, {"version", table::side::right}, table::names("resource")};
  for (const record& each : page.versions) {
    const char* what = each.deleted ? "deleted" : each.version == 1 ? "created" : "changed";
    rows.add({minute_text(each.updated), what, std::to_string(each.version), reference_to(each.type, each.id)});
  }
  PHR_TRY(print(rows.text()));
  std::string last = fmt::format("{} version{}", page.versions.size(), page.versions.size() == 1 ? "" : "s");
  if (!page.next.empty()) last += "; there are more: --page " + page.next;
  return print(last + "\n");
}

result<exit_code> history(const history_given& given) {
  PHR_TRY(const auto asked, query_of(given));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto page, me.history(asked));
  PHR_TRY(given.store.json ? print(to_bundle(page) + "\n") : print_versions(page));
  return done;
}

struct changes_given {
  store_options_given store;
  std::int64_t after = 0;
  std::uint32_t most = 1000;
};

result<exit_code> changes(const changes_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto feed, me.changes(given.after, given.most));
  table rows{{"sequence", table::side::right}, {"what"}, {"version", table::side::right}, table::names("resource")};
  for (const change_entry& each : feed) {
    if (given.store.json) {
      json_object line;
      line.add("sequence", each.sequence).add("what", name_of(each.kind)).add("type", fhir::name(each.type));
      if (!each.id.empty()) line.add("id", each.id);
      line.add("version", each.version).add("local", each.is_local());
      if (!each.origin.empty()) line.add("origin", each.origin);
      if (!each.revision.empty()) line.add("revision", each.revision);
      PHR_TRY(print(line.text() + "\n"));
    }
    rows.add({std::to_string(each.sequence), name_of(each.kind), std::to_string(each.version), reference_to(each.type, each.id)});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

}  // namespace

void add_history(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("history", "Versions of a resource, of a type or of all, newest first");
  const auto given = std::make_shared<history_given>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("WHICH", given->which, "Type/id, or Type; without it all; --json prints a history Bundle");
  command->add_option("--since", given->since, "Only what was written since this time");
  command->add_option("--at", given->at, "Only versions that were current at some moment of this date or time");
  command->add_option("--count", given->count, "At most so many");
  command->add_option("--page", given->page, "The page that an earlier answer to the same options named");
  command->callback([given, &run] { run = [given] { return history(*given); }; });
}

void add_changes(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("changes", "The feed of changes, oldest first: what a sync goes by");
  const auto given = std::make_shared<changes_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("--after", given->after, "Only what came after this sequence")->check(CLI::NonNegativeNumber);
  command->add_option("--most", given->most, "At most so many")->capture_default_str()->check(CLI::PositiveNumber);
  command->callback([given, &run] { run = [given] { return changes(*given); }; });
}

}  // namespace phr::cli
