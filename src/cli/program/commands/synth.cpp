#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"
#include "cli/program/text_file.hpp"
#include "cli/synth/synth.hpp"
#include "core/platform/file.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct synth_given {
  synth::options made{.people = 1};
  std::string format = "bundle";
  std::string end;
  std::string output;
  bool json = false;
};

result<void> check(const synth_given& given, bool folder) {
  if (given.made.shape == synth::format::bundle && given.made.people > 1 && !folder) {
    return error{errc::invalid_argument}.at("-o: Bundles of several people need a folder that is there, or --format ndjson");
  }
  return success();
}

// Every document, either into the one file or each into its own of the folder.
result<std::uint64_t> write_all(const synth_given& given, bool folder) {
  const std::string target = given.output.empty() ? "-" : given.output;
  std::unique_ptr<text_file> one;
  if (!folder) one = std::make_unique<text_file>(target);
  result<void> written = success();
  unsigned documents = 0;
  progress_bar bar("making");
  const std::uint64_t resources = synth::generate(given.made, [&](std::string_view name, std::string_view text) {
    if (folder) one = std::make_unique<text_file>(target + "/" + std::string(name));
    written = one->write(text);
    if (written && given.made.shape == synth::format::bundle) written = one->write("\n");
    if (written && folder) written = one->end();
    if (written && !bar({++documents, given.made.people, "people"})) written = error{errc::cancelled}.at("synth");
    return static_cast<bool>(written);
  });
  PHR_TRY(std::move(written));
  PHR_TRY(one->end());
  return resources;
}

result<exit_code> run_synth(synth_given& given) {
  given.made.shape = given.format == "ndjson" ? synth::format::ndjson : synth::format::bundle;
  if (!given.end.empty()) {
    const auto end = parse_date(given.end);
    if (!end) return error{end.error().code()}.at("--end");
    given.made.end = {end.value().year(), end.value().month(), end.value().day()};
  }
  const bool folder = platform::is_folder(given.output);
  PHR_TRY(check(given, folder));
  PHR_TRY(const std::uint64_t resources, write_all(given, folder));
  if (given.output.empty() || given.output == "-") return done;
  PHR_TRY(print(given.json ? json_object().add("resources", resources).add("output", given.output).text() + "\n"
                           : fmt::format("{} made-up resources of {} in {}\n", resources,
                                         given.made.people == 1 ? "one person" : fmt::format("{} people", given.made.people), shown(given.output))));
  return done;
}

}  // namespace

void add_synth(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("synth", "Make up sample records; the same seed makes the same bytes everywhere");
  const auto given = std::make_shared<synth_given>();
  command->add_option("--seed", given->made.seed, "Which families")->capture_default_str();
  command->add_option("--people", given->made.people, "How many; six make a household")->check(CLI::Range(1, INT32_MAX))->capture_default_str();
  command->add_option("--years", given->made.years, "Of record before the end")->check(CLI::Range(1, 120))->capture_default_str();
  command->add_option("--end", given->end, "The first day without data; 2026-01-01 by default");
  command->add_option("--format", given->format, "bundle: a transaction Bundle for each person; ndjson: one resource on a line")
      ->check(CLI::IsMember({"bundle", "ndjson"}))
      ->capture_default_str();
  command->add_option("-o,--output", given->output, "A file, or a folder that is there; standard output by default");
  command->add_flag("--json", given->json, "Write the summary as JSON");
  command->callback([given, &run] { run = [given] { return run_synth(*given); }; });
}

}  // namespace phr::cli
