// Taking away for good: purge and erase.
#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/prompt.hpp"
#include "cli/program/terminal.hpp"
#include "cli/program/written.hpp"

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct purge_given {
  store_options_given store;
  std::vector<std::string> which;
  bool history_only = false;
  bool yes = false;
};

result<std::vector<resource_name>> names_of(const purge_given& given) {
  std::vector<resource_name> names;
  for (const std::string& each : given.which) {
    PHR_TRY(auto one, parse_reference(each));
    names.push_back({one.type, std::move(one.id)});
  }
  return names;
}

// "Patient/p", or "3 resources".
std::string named(const purge_given& given) {
  return given.which.size() == 1 ? shown(given.which.front()) : fmt::format("{} resources", given.which.size());
}

result<exit_code> purge(const purge_given& given) {
  PHR_TRY(const auto names, names_of(given));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(confirm(fmt::format("{}{} will be gone from this file.", given.history_only ? "All earlier versions of " : "", named(given)), given.yes));
  for (const resource_name& each : names) {
    PHR_TRY(const auto report, given.history_only ? me.purge_history(each.type, each.id) : me.purge(each.type, each.id));
    PHR_TRY(print_written(report, given.store.json));
  }
  return done;
}

result<exit_code> erase(const purge_given& given) {
  PHR_TRY(const auto names, names_of(given));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(confirm(fmt::format("{} will be gone from this file, with every version and without a trace.", named(given)), given.yes));
  PHR_TRY(const auto report, me.erase(names));
  if (given.store.json) {
    PHR_TRY(print(json_object().add("resources", report.resources).add("versions", report.versions).add("stillNamed", report.still_named).text() + "\n"));
    return done;
  }
  PHR_TRY(print(fmt::format("{} erased, with {} version{}\n", named(given), report.versions, report.versions == 1 ? "" : "s")));
  if (report.still_named != 0) PHR_TRY(print(fmt::format("{} still named by other resources: their Type/id stays there\n", report.still_named)));
  return done;
}

void add_yes(CLI::App& to, purge_given& given) {
  to.add_option("RESOURCE", given.which, "Type/id; several are taken in order")->required();
  to.add_flag("--yes", given.yes, "Do not ask");
}

}  // namespace

void add_purge(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("purge", "Take resources, or their earlier versions, out of this file alone");
  const auto given = std::make_shared<purge_given>();
  add_store_options(*command, given->store, asker::owner);
  add_yes(*command, *given);
  command->add_flag("--history-only", given->history_only, "Only the earlier versions");
  command->callback([given, &run] { run = [given] { return purge(*given); }; });
}

void add_erase(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("erase", "Purge resources and leave no byte of them in the file: all of them or none");
  const auto given = std::make_shared<purge_given>();
  add_store_options(*command, given->store, asker::owner);
  add_yes(*command, *given);
  command->callback([given, &run] { run = [given] { return erase(*given); }; });
}

}  // namespace phr::cli
