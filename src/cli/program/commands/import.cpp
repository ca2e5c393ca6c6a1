#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"
#include "core/platform/file.hpp"

#include <phr/core/describe.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

namespace phr::cli {

namespace {

struct import_given {
  store_options_given store;
  std::vector<std::string> files;
  std::string source;
  bool stop_on_error = false;
};

// A line of JSON for each file. Its refused lines may be very many: they are written one by one.
result<void> print_json(const std::string& file, const import_report& report) {
  json_object by_type;
  for (const auto& each : report.by_type) by_type.add(fhir::name(each.type), each.count);
  std::string head = json_object()
                         .add("file", file)
                         .add("created", report.created)
                         .add("updated", report.updated)
                         .add("unchanged", report.unchanged)
                         .add("deleted", report.deleted)
                         .add("leftOut", report.left_out)
                         .raw("byType", by_type.text())
                         .text();
  head.back() = ',';
  PHR_TRY(print(head + "\"refused\":["));
  const char* between = "";
  for (const auto& each : report.refused) {
    PHR_TRY(print(between + json_object().add("line", each.line).add("code", name(each.why.code()).data()).add("what", describe(each.why)).text()));
    between = ",";
  }
  return print("]," + json_object().add("bytes", report.bytes).text().substr(1) + "\n");
}

// One line for a file of several, with its refused lines.
result<void> print_line(const std::string& file, const import_report& report) {
  PHR_TRY(print(fmt::format("{}: {} created, {} updated, {} unchanged, {} deleted\n", shown(file), report.created, report.updated, report.unchanged, report.deleted)));
  for (const auto& each : report.refused) PHR_TRY(print(fmt::format("  line {} refused: {}\n", each.line, describe(each.why))));
  return success();
}

result<import_report> import_one(session& me, const std::string& file, const std::string& source) {
  progress_bar bar("importing");
  return me.import_file(file == "-" ? "/dev/stdin" : file, import_options{.source = source, .watch = bar});
}

// Why a file was not imported, on the line of its report and of the terminal.
result<void> tell_of_failure(const std::string& file, const error& why, bool json) {
  std::fprintf(stderr, "phr: %s was not imported: %s\n", shown(file).c_str(), describe(why).c_str());
  if (!json) return success();
  const std::string told = json_object().add("code", name(why.code()).data()).add("what", describe(why)).text();
  return print(json_object().add("file", file).raw("failed", told).text() + "\n");
}

// What is wrong with the store, or is wanted by whoever sits there, is so for every file.
bool ends_all(const error& why) {
  const exit_code code = code_of(why);
  return code == cancelled || code == not_opened || code == denied || code == defect || why.code() == errc::disk_full || why.code() == errc::read_only;
}

// Names of what an import reads. A folder is of many kinds of files: others are passed over there, and taken where they are named.
bool may_be_records(std::string_view name) {
  constexpr std::string_view endings[] = {".json", ".ndjson", ".jsonl"};
  return !name.starts_with('.') && std::any_of(std::begin(endings), std::end(endings), [&](std::string_view each) { return name.ends_with(each); });
}

constexpr int most_folders = 64;  // within one another: a link may lead back

result<void> add_files(std::vector<std::string>& to, const std::string& path, int depth) {
  if (depth > most_folders) return error{errc::too_deep}.at("folders within folders");
  PHR_TRY(const auto names, platform::names_in(path, "the folder to import"));
  for (const std::string& each : names) {
    const std::string inner = path + (path.ends_with('/') ? "" : "/") + each;
    if (platform::is_folder(inner)) {
      if (!each.starts_with('.')) PHR_TRY(add_files(to, inner, depth + 1));
    } else if (may_be_records(each)) {
      to.push_back(inner);
    }
  }
  return success();
}

// Each file that is named, and those below each folder, in the order of their names.
result<std::vector<std::string>> files_of(const std::vector<std::string>& named) {
  std::vector<std::string> files;
  for (const std::string& each : named) {
    if (each == "-" || !platform::is_folder(each)) {
      files.push_back(each);
      continue;
    }
    const std::size_t before = files.size();
    PHR_TRY(add_files(files, each, 0));
    if (files.size() == before) return error{errc::not_found}.at("a folder without .json, .ndjson or .jsonl files");
  }
  return files;
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

// Files one by one: each is its own whole, and one that fails leaves the others to be imported. Where none could be, the first failure is the run's.
result<exit_code> import_all(const import_given& given, session& me) {
  PHR_TRY(const std::vector<std::string> files, files_of(given.files));
  import_report all;
  std::size_t failed = 0;
  std::size_t refused = 0;
  std::optional<error> first;
  for (const std::string& file : files) {
    auto report = import_one(me, file, given.source);
    if (!report) {
      if (files.size() == 1) return report.error();
      PHR_TRY(tell_of_failure(file, report.error(), given.store.json));
      if (given.stop_on_error || ends_all(report.error())) return code_of(report.error());
      if (!first) first = report.error();
      ++failed;
      continue;
    }
    if (given.store.json) {
      PHR_TRY(print_json(file, report.value()));
    } else if (files.size() > 1) {
      PHR_TRY(print_line(file, report.value()));
    }
    refused += report.value().refused.size();
    if (files.size() > 1 || given.store.json) report.value().refused.clear();  // they stand with their files
    all.add(report.value());
  }
  if (first && failed == files.size()) return code_of(*first);
  if (!given.store.json) {
    PHR_TRY(files.size() == 1 ? print(to_text(all)) : print(totals_text(all, refused)));
    if (files.size() > 1) PHR_TRY(print(fmt::format("{} files imported, {} not\n", files.size() - failed, failed)));
  }
  return refused != 0 || failed != 0 ? refused_in_part : done;
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
  command->add_option("FILE", given->files, "Files, and folders with the .json, .ndjson and .jsonl files below them. A Bundle lands whole or not at all; NDJSON line by line")->required();
  command->add_option("--source", given->source, "The system that the files are exports of, as a URI; without it, as their URLs tell");
  command->add_flag("--stop-on-error", given->stop_on_error, "End with the first file that cannot be imported; without it, the others are imported all the same");
  command->callback([given, &run] { run = [given] { return import(*given); }; });
}

}  // namespace phr::cli
