// phr: a person's health record in one encrypted file, from the command line.
#include "cli/program/commands/commands.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"
#include "core/nearest.hpp"

#include <phr/core/describe.hpp>

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <iostream>
#include <string>
#include <vector>

namespace {

constexpr const char* footer =
    "The passphrase is typed, or read from PHR_PASSPHRASE or --passphrase-file; never given as an argument.\n"
    "Exit codes: 0 done, 1 done in part, 2 usage, 3 store not opened, 4 not found, 5 bad input, 6 access denied,\n"
    "7 system failure, 8 cancelled, 70 a defect of ours.";

std::vector<std::string> near_command(const CLI::App& program, std::string_view given) {
  std::vector<std::string_view> known;
  for (const CLI::App* each : program.get_subcommands({})) known.push_back(each->get_name());
  return phr::nearest(given, known);
}

std::vector<std::string> near_option(const CLI::App& command, std::string_view given) {
  std::vector<std::string_view> known;
  for (const CLI::Option* each : command.get_options()) known.insert(known.end(), each->get_lnames().begin(), each->get_lnames().end());
  auto near = phr::nearest(given.substr(std::min(given.size(), given.find_first_not_of('-'))), known);
  for (std::string& each : near) each.insert(0, "--");
  return near;
}

// Whatever can write JSON for programs writes tables for people.
void add_wide(CLI::App& command) {
  for (CLI::App* each : command.get_subcommands({})) {
    add_wide(*each);
    if (each->get_option_no_throw("--json") != nullptr) {
      each->add_flag_callback("--wide", [] { phr::cli::table::all_wide(true); }, "Tables on a terminal: each row on one line, whatever its width");
    }
  }
}

// A first word that is no command, as whoever typed it sees it.
bool is_no_command(const CLI::App& program, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return false;
  const auto commands = program.get_subcommands({});
  if (std::any_of(commands.begin(), commands.end(), [&](const CLI::App* each) { return each->check_name(argv[1]); })) return false;
  std::fprintf(stderr, "phr: %s is no command%s\n", phr::cli::shown(argv[1]).c_str(), phr::did_you_mean(near_command(program, argv[1])).c_str());
  std::fprintf(stderr, "Run with --help for all of them.\n");
  return true;
}

// Names the options that no command has, and never what follows them: it may be a passphrase.
int refuse_extras(const CLI::App& program, int argc, char** argv) {
  const CLI::App* command = &program;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  std::string unknown;
  std::vector<std::string> near;
  for (int i = 1; i < argc; ++i) {
    const std::string_view given(argv[i]);
    const std::string name(given.substr(0, given.find('=')));
    if (!given.starts_with("-") || given == "-" || command->get_option_no_throw(name) != nullptr) continue;
    unknown += " " + name;
    if (near.empty()) near = near_option(*command, name);
  }
  if (!unknown.empty()) unknown += near.empty() ? "." : phr::did_you_mean(near);
  std::fprintf(stderr, unknown.empty() ? "More arguments than expected.%s\n" : "Not an option:%s\n", unknown.c_str());
  std::fprintf(stderr, "Run with --help for more information.\n");
  return phr::cli::wrong_usage;
}

int run_program(int argc, char** argv) {
  CLI::App program{"A person's whole health record in one encrypted file.", "phr"};
  program.require_subcommand(1);
  program.set_version_flag("--version", std::string("phr ") + PHR_VERSION);
  program.footer(footer);
  phr::cli::action run;
  phr::cli::add_init(program, run);
  phr::cli::add_import(program, run);
  phr::cli::add_search(program, run);
  phr::cli::add_everything(program, run);
  phr::cli::add_lastn(program, run);
  phr::cli::add_read(program, run);
  phr::cli::add_put(program, run);
  phr::cli::add_patch(program, run);
  phr::cli::add_delete(program, run);
  phr::cli::add_bundle(program, run);
  phr::cli::add_history(program, run);
  phr::cli::add_changes(program, run);
  phr::cli::add_source(program, run);
  phr::cli::add_purge(program, run);
  phr::cli::add_erase(program, run);
  phr::cli::add_timeline(program, run);
  phr::cli::add_latest(program, run);
  phr::cli::add_chart(program, run);
  phr::cli::add_consent(program, run);
  phr::cli::add_audit(program, run);
  phr::cli::add_synth(program, run);
  phr::cli::add_convert(program, run);
  phr::cli::add_validate(program, run);
  phr::cli::add_view(program, run);
  phr::cli::add_fhirpath(program, run);
  phr::cli::add_ucum(program, run);
  phr::cli::add_info(program, run);
  phr::cli::add_capabilities(program, run);
  phr::cli::add_parameter(program, run);
  phr::cli::add_reindex(program, run);
  add_wide(program);
  if (is_no_command(program, argc, argv)) return phr::cli::wrong_usage;
  try {
    program.parse(argc, argv);
  } catch (const CLI::ExtrasError&) {
    return refuse_extras(program, argc, argv);
  } catch (const CLI::ParseError& refused) {
    if (program.exit(refused) != 0) return phr::cli::wrong_usage;
    std::cout.flush();
    return std::cout ? phr::cli::done : phr::cli::system_failure;
  }
  const auto ended = run();
  const bool flushed = std::fflush(stdout) == 0;
  if (!ended) {
    std::fprintf(stderr, "phr: %s\n", phr::describe(ended.error()).c_str());
    return phr::cli::code_of(ended.error());
  }
  if (!flushed) {
    std::fprintf(stderr, "phr: standard output could not be written\n");
    return phr::cli::system_failure;
  }
  return ended.value();
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "C.UTF-8");
  try {
    return run_program(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "phr: not enough memory\n");
    return phr::cli::system_failure;
  } catch (const std::exception&) {  // its text could hold a value
    std::fprintf(stderr, "phr: a defect of PHR\n");
    return phr::cli::defect;
  }
}
