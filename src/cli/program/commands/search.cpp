#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct search_options {
  store_options_given store;
  std::string query;
  bool ids = false;
  bool ndjson = false;
};

std::string reference(const hit& found) { return std::string(fhir::name(found.type())) + "/" + found.id(); }

// A searchset Bundle; written as it is read, so that a long answer needs no memory.
result<void> print_bundle(const hits& found) {
  PHR_TRY(print(fmt::format(R"({{"resourceType":"Bundle","type":"searchset","total":{},"entry":[)", found.size())));
  bool first = true;
  for (const auto each : found) {
    PHR_TRY(const auto json, each.json());
    PHR_TRY(print(fmt::format(R"({}{{"resource":{},"search":{{"mode":"match"}}}})", first ? "" : ",", json)));
    first = false;
  }
  return print("]}\n");
}

result<void> print_lines(const hits& found, bool ids) {
  for (const auto each : found) {
    if (ids) {
      PHR_TRY(print(reference(each) + "\n"));
    } else {
      PHR_TRY(const auto json, each.json());
      PHR_TRY(print(json + "\n"));
    }
  }
  return success();
}

result<void> print_table(const hits& found) {
  table rows{{"when"}, {"what"}, {"value"}, {"resource"}};
  for (const auto each : found) {
    PHR_TRY(const auto few, each.summary());
    rows.add({few.when.substr(0, 16), few.title, few.value, reference(each)});
  }
  PHR_TRY(print(rows.text()));
  return print(fmt::format("{} found\n", found.size()));
}

result<exit_code> search(const search_options& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto found, me.search(given.query));
  if (given.store.json) {
    PHR_TRY(print_bundle(found));
  } else if (given.ids || given.ndjson) {
    PHR_TRY(print_lines(found, given.ids));
  } else {
    PHR_TRY(print_table(found));
  }
  return done;
}

}  // namespace

void add_search(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("search", "Search as FHIR does: 'Observation?code=4548-4&_sort=-date'");
  const auto given = std::make_shared<search_options>();
  add_store_options(*command, given->store, asker::anybody);
  command->add_option("QUERY", given->query, "Type?parameter=value&...")->required();
  command->add_flag("--ids", given->ids, "Write one Type/id on a line");
  command->add_flag("--ndjson", given->ndjson, "Write one resource on a line; --json writes a searchset Bundle");
  command->callback([given, &run] { run = [given] { return search(*given); }; });
}

}  // namespace phr::cli
