#include "cli/program/commands/commands.hpp"

#include "cli/program/inputs/archive.hpp"
#include "cli/program/inputs/find.hpp"
#include "cli/program/inputs/import_bar.hpp"
#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/describe.hpp>

#include <fmt/format.h>

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

std::string failed_text(const std::string& file, const error& why) {
  const std::string told = json_object().add("code", name(why.code()).data()).add("what", describe(why)).text();
  return json_object().add("file", file).raw("failed", told).text() + "\n";
}

// Why a file was not imported, on the line of its report and of the terminal.
result<void> tell_of_failure(const std::string& file, const error& why, bool json) {
  std::fprintf(stderr, "phr: %s was not imported: %s\n", shown(file).c_str(), describe(why).c_str());
  return json ? print(failed_text(file, why)) : success();
}

// What is wrong with the store, or is wanted by whoever sits there, is so for every file.
bool ends_all(const error& why) {
  const exit_code code = code_of(why);
  return code == cancelled || code == not_opened || code == denied || code == defect || why.code() == errc::disk_full || why.code() == errc::read_only;
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

// Files and members of archives one by one: each is its own whole, and one that fails leaves the others to be imported.
class import_run {
 public:
  import_run(const import_given& given, session& me, const std::vector<input_file>& files)
      : given_(given), me_(me), bar_(files.size(), bytes_of(files)), is_one_(files.size() == 1 && !files.front().is_archive) {}

  // False where the others are not to be imported.
  [[nodiscard]] result<bool> add(const input_file& file) {
    bar_.next_file(file.bytes);
    if (file.why_not) return take(file.path, *file.why_not);
    if (file.is_archive) return add_archive(file.path);
    const std::string path = file.path == "-" ? "/dev/stdin" : file.path;
    return take(file.path, me_.import_file(path, options()));
  }

  // Where nothing could be imported, the first failure is the run's.
  [[nodiscard]] result<exit_code> end() {
    bar_.clear();
    if (first_ && imported_ == 0) return is_one_ ? result<exit_code>(*first_) : result<exit_code>(code_of(*first_));
    if (!given_.store.json) {
      PHR_TRY(is_one_ ? print(to_text(all_)) : print(totals_text(all_, refused_)));
      if (!is_one_) PHR_TRY(print(fmt::format("{} files imported, {} not\n", imported_, failed_)));
    }
    return refused_ != 0 || failed_ != 0 ? refused_in_part : done;
  }
  // Where a failure has ended the run before its end.
  [[nodiscard]] result<exit_code> ended() {
    if (is_one_) return end();
    bar_.clear();
    return code_of(*last_);
  }

 private:
  static std::uint64_t bytes_of(const std::vector<input_file>& files) {
    std::uint64_t bytes = 0;
    for (const input_file& each : files) {
      if (each.bytes == 0) return 0;  // a pipe
      bytes += each.bytes;
    }
    return bytes;
  }

  [[nodiscard]] import_options options() { return {.source = given_.source, .watch = bar_}; }

  [[nodiscard]] result<bool> add_archive(const std::string& path) {
    bool goes_on = true;
    const auto read = each_member(path, [&](const archive_member& member) -> result<bool> {
      bar_.reads_by(member.read);
      PHR_TRY(goes_on, take(path + "/" + member.name, me_.import_stream(member.bytes, options())));
      return goes_on;
    });
    if (!goes_on) return false;
    if (!read) return take(path, read.as_failure());
    if (read.value() == 0) return take(path, error{errc::not_found}.at("an archive without files of .json, .ndjson, .jsonl or .xml"));
    return true;
  }

  [[nodiscard]] result<bool> take(const std::string& name, result<import_report> report) {
    bar_.clear();
    if (!report) {
      last_ = report.error();
      ++failed_;
      if (!first_) first_ = last_;
      if (is_one_) {
        if (given_.store.json) PHR_TRY(print(failed_text(name, *last_)));
        return false;
      }
      PHR_TRY(tell_of_failure(name, *last_, given_.store.json));
      return !given_.stop_on_error && !ends_all(*last_);
    }
    ++imported_;
    if (given_.store.json) {
      PHR_TRY(print_json(name, report.value()));
    } else if (!is_one_) {
      PHR_TRY(print_line(name, report.value()));
    }
    refused_ += report.value().refused.size();
    if (!is_one_ || given_.store.json) report.value().refused.clear();  // they stand with their files
    all_.add(report.value());
    return true;
  }

  const import_given& given_;
  session& me_;
  import_bar bar_;
  bool is_one_;
  import_report all_;
  std::size_t imported_ = 0;
  std::size_t failed_ = 0;
  std::size_t refused_ = 0;
  std::optional<error> first_;
  std::optional<error> last_;
};

result<exit_code> import_all(const import_given& given, session& me) {
  const std::vector<input_file> files = find_inputs(given.files);
  import_run run(given, me, files);
  for (const input_file& each : files) {
    PHR_TRY(const bool goes_on, run.add(each));
    if (!goes_on) return run.ended();
  }
  return run.end();
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
  command->add_option("FILE", given->files, "Files of FHIR JSON, NDJSON or XML, also .gz; archives (.zip, .tar.gz) and folders of them; - for standard input. A Bundle lands whole or not at all; NDJSON line by line")->required();
  command->add_option("--source", given->source, "The system that the files are exports of, as a URI; without it, as their URLs tell");
  command->add_flag("--stop-on-error", given->stop_on_error, "End with the first file that cannot be imported; without it, the others are imported all the same");
  command->callback([given, &run] { run = [given] { return import(*given); }; });
}

}  // namespace phr::cli
