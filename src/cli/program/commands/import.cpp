#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/describe.hpp>

#include <memory>

namespace phr::cli {

namespace {

struct import_options {
  store_options_given store;
  std::vector<std::string> files;
};

std::string as_json(const std::string& file, const import_report& report) {
  json_object by_type;
  for (const auto& each : report.by_type) by_type.add(fhir::name(each.type), each.count);
  json_array refused;
  for (const auto& each : report.refused) {
    refused.raw(json_object().add("line", each.line).add("code", name(each.why.code()).data()).add("what", describe(each.why)).text());
  }
  return json_object()
      .add("file", file)
      .add("created", report.created)
      .add("updated", report.updated)
      .add("unchanged", report.unchanged)
      .add("deleted", report.deleted)
      .raw("byType", by_type.text())
      .raw("refused", refused.text())
      .add("bytes", report.bytes)
      .text();
}

// Files one by one: each is its own whole. The first that fails ends the run, and those before it are kept.
result<exit_code> import(const import_options& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  exit_code code = done;
  for (const std::string& file : given.files) {
    result<import_report> report = [&] {
      progress_bar bar("importing");
      return me.import_file(file, bar);
    }();
    if (!report) {
      std::fprintf(stderr, "phr: %s: nothing of it was imported\n", shown(file).c_str());
      return report.error();
    }
    if (!report.value().refused.empty()) code = refused_in_part;
    if (given.store.json) {
      PHR_TRY(print(as_json(file, report.value()) + "\n"));
    } else {
      PHR_TRY(print((given.files.size() > 1 ? shown(file) + "\n" : std::string()) + to_text(report.value())));
    }
  }
  return code;
}

}  // namespace

void add_import(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("import", "Import Bundles, single resources or NDJSON");
  const auto given = std::make_shared<import_options>();
  add_store_options(*command, given->store, false);
  command->add_option("FILE", given->files, "A Bundle lands whole or not at all; NDJSON line by line")->required();
  command->callback([given, &run] { run = [given] { return import(*given); }; });
}

}  // namespace phr::cli
