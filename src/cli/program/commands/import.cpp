#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/describe.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct import_given {
  store_options_given store;
  std::vector<std::string> files;
  std::string source;
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
      .add("leftOut", report.left_out)
      .raw("byType", by_type.text())
      .raw("refused", refused.text())
      .add("bytes", report.bytes)
      .text();
}

// One line for a file of several, with its refused lines.
std::string as_line(const std::string& file, const import_report& report) {
  std::string text = fmt::format("{}: {} created, {} updated, {} unchanged, {} deleted\n", shown(file), report.created, report.updated,
                                 report.unchanged, report.deleted);
  for (const auto& each : report.refused) text += fmt::format("  line {} refused: {}\n", each.line, describe(each.why));
  return text;
}

result<import_report> import_one(session& me, const std::string& file, const std::string& source) {
  result<import_report> report = [&] {
    progress_bar bar("importing");
    return me.import_file(file == "-" ? "/dev/stdin" : file, import_options{.source = source, .watch = bar});
  }();
  if (!report) std::fprintf(stderr, "phr: %s was not imported\n", shown(file).c_str());
  return report;
}

// That Consents wait, and what to type.
result<void> tell_of_pending(session& me, const std::string& store) {
  PHR_TRY(const auto waiting, me.pending_consents());
  if (waiting.empty()) return success();
  const bool one = waiting.size() == 1;
  const std::string line = fmt::format("phr: {} consent{} say{} nothing until you adopt {}: phr consent pending {}\n", waiting.size(), one ? "" : "s",
                                       one ? "s" : "", one ? "it" : "them", shown(store));
  std::fputs(line.c_str(), stderr);
  return success();
}

// Files one by one: each is its own whole. The first that fails ends the run, and those before it are kept.
result<exit_code> import_all(const import_given& given, session& me) {
  import_report all;
  for (const std::string& file : given.files) {
    PHR_TRY(const auto report, import_one(me, file, given.source));
    if (given.store.json) {
      PHR_TRY(print(as_json(file, report) + "\n"));
    } else if (given.files.size() > 1) {
      PHR_TRY(print(as_line(file, report)));
    }
    all.add(report);
  }
  const bool refused = !all.refused.empty();
  if (given.files.size() > 1) all.refused.clear();  // their lines stand with their files
  if (!given.store.json) PHR_TRY(print(to_text(all)));
  return refused ? refused_in_part : done;
}

result<exit_code> import(const import_given& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  const auto ended = import_all(given, me);
  const auto told = tell_of_pending(me, given.store.path);
  if (ended && !told) return told.error();
  return ended;
}

}  // namespace

void add_import(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("import", "Import Bundles, single resources or NDJSON");
  const auto given = std::make_shared<import_given>();
  add_store_options(*command, given->store, asker::owner);
  command->add_option("FILE", given->files, "A Bundle lands whole or not at all; NDJSON line by line")->required();
  command->add_option("--source", given->source, "The system that the files are exports of, as a URI; without it, as their URLs tell");
  command->callback([given, &run] { run = [given] { return import(*given); }; });
}

}  // namespace phr::cli
