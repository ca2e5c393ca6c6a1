#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"

#include <phr/core/date_time.hpp>

#include <charconv>
#include <cstdint>
#include <memory>

namespace phr::cli {

namespace {

struct read_options {
  store_options_given store;
  std::string reference;
  std::uint32_t version = 0;
  bool history = false;
};

result<exit_code> print_history(const read_options& given, const std::vector<record>& versions) {
  table rows{{"version", table::side::right}, table::names("written"), {"what"}};
  for (const record& each : versions) {
    if (given.store.json) {
      PHR_TRY(const auto instant, format_instant(each.updated));
      json_object line;
      line.add("version", each.version).add("updated", instant).add("deleted", each.deleted);
      if (!each.deleted) line.raw("resource", each.json);
      PHR_TRY(print(line.text() + "\n"));
    }
    rows.add({std::to_string(each.version), minute_text(each.updated), each.deleted ? "deleted" : each.version == 1 ? "created" : "changed"});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

// "Type/id", or "Type/id/_history/2" with that version into `version`.
result<reference_given> parse_versioned(const std::string& text, std::uint32_t& version) {
  constexpr std::string_view step = "/_history/";
  const std::size_t found = text.find(step);
  if (found == std::string::npos) return parse_reference(text);
  const char* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + found + step.size(), end, version);
  if (read.ec != std::errc{} || read.ptr != end || version == 0) return error{errc::invalid_argument}.at("a reference of the form Type/id/_history/number");
  return parse_reference(text.substr(0, found));
}

result<exit_code> read(const read_options& given) {
  std::uint32_t version = given.version;
  PHR_TRY(const auto which, parse_versioned(given.reference, version));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  if (given.history) {
    PHR_TRY(const auto versions, me.history(which.type, which.id));
    return print_history(given, versions);
  }
  PHR_TRY(const auto found, version == 0 ? me.read(which.type, which.id) : me.vread(which.type, which.id, version));
  PHR_TRY(print(found.json + "\n"));
  return done;
}

}  // namespace

void add_read(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("read", "Print one resource as JSON, exactly as it is stored");
  const auto given = std::make_shared<read_options>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("RESOURCE", given->reference, "Type/id, or Type/id/_history/version")->required();
  command->add_option("--version-id", given->version, "An earlier version")->check(CLI::Range(1, INT32_MAX));
  command->add_flag("--history", given->history, "List all versions, newest first");
  command->callback([given, &run] { run = [given] { return read(*given); }; });
}

}  // namespace phr::cli
