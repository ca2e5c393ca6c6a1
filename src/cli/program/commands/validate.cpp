#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/package.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/describe.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/validate/validate.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct validate_given {
  std::vector<std::string> files;
  std::vector<std::string> packages;
  std::vector<std::string> profiles;
  bool json = false;
  bool quiet = false;
  bool strict = false;
  validate::options options;
};

std::string_view word_of(validate::severity severity) { return fhir::r4::code_set_of(severity).names[static_cast<std::size_t>(severity)]; }

class validating {
 public:
  explicit validating(const validate_given& given) : given_(given), options_(given.options) {}

  result<exit_code> run() {
    for (const std::string& path : given_.packages) {
      const auto added = add_package(known_, path);
      if (added) continue;
      std::fprintf(stderr, "%s: %s\n", shown(path).c_str(), describe(added.error()).c_str());
      return code_of(added.error());
    }
    for (const std::string& url : given_.profiles) {
      if (!known_.knows(url)) return error{errc::invalid_argument}.at("--profile: no package that is given defines it");
    }
    options_.known = &known_;
    options_.profiles = given_.profiles;
    exit_code unread = done;
    for (const std::string& path : given_.files) {
      const auto read = read_documents(path, [&](const document& text) { return check(path, text), true; });
      if (read) continue;
      std::fprintf(stderr, "%s: %s\n", shown(path).c_str(), describe(read.error()).c_str());
      unread = code_of(read.error());
    }
    if (!given_.quiet) summary();
    if (valid_ + invalid_ == 0) return unread;
    return invalid_ == 0 && unread == done ? done : valid_ == 0 ? bad_input : refused_in_part;
  }

 private:
  void check(const std::string& path, const document& text) {
    auto found = validate::check_text(text.text, options_);
    const std::size_t warnings = found.count(validate::severity::warning);
    const bool valid = found.is_valid() && (!given_.strict || warnings == 0);
    ++(valid ? valid_ : invalid_);
    warnings_ += warnings;
    errors_ += found.count(validate::severity::error) + found.count(validate::severity::fatal);
    if (given_.quiet) return;
    // Lines of the file, not of the text.
    for (auto& each : found.issues) each.line = static_cast<std::uint32_t>(text.line + (each.line == 0 ? 0 : each.line - 1));
    if (given_.json) return tell_json(found);
    for (const auto& each : found.issues) tell(path, each);
  }

  // FILE:LINE:COLUMN: severity: element: message (constraint; profile)
  void tell(const std::string& path, const validate::issue& of) const {
    std::string behind(of.rule);
    if (!of.profile.empty()) behind.append(behind.empty() ? "" : "; ").append(of.profile);
    const std::string line = fmt::format("{}:{}:{}: {}: {}{}{}{}", shown(path), of.line, of.column, word_of(of.severity), of.path, of.path.empty() ? "" : ": ", of.message,
                                         behind.empty() ? "" : " (" + behind + ")");
    std::printf("%s\n", shown(line).c_str());
  }

  void tell_json(const validate::outcome& found) {
    std::string out = fhir::json_encode(validate::to_operation_outcome(found));
    if (to_terminal_) out = escaped(out);
    std::printf("%s\n", out.c_str());
  }

  void summary() const {
    std::fprintf(stderr, "%llu of %llu valid; %llu errors, %llu warnings\n", static_cast<unsigned long long>(valid_), static_cast<unsigned long long>(valid_ + invalid_),
                 static_cast<unsigned long long>(errors_), static_cast<unsigned long long>(warnings_));
  }

  const validate_given& given_;
  validate::options options_;
  validate::profiles known_;
  const bool to_terminal_ = is_terminal(standard_stream::output);
  std::uint64_t valid_ = 0;
  std::uint64_t invalid_ = 0;
  std::uint64_t errors_ = 0;
  std::uint64_t warnings_ = 0;
};

}  // namespace

void add_validate(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("validate", "Is it FHIR R4, and of its profiles? Every fault with its line");
  const auto given = std::make_shared<validate_given>();
  command->add_option("--package", given->packages, "profiles, extensions, value sets: a FHIR package (.tgz or folder) or one definition; again for more")->allow_extra_args(false);
  command->add_option("--profile", given->profiles, "a canonical URL that every resource is to conform to; again for more")->allow_extra_args(false);
  command->add_flag("--json", given->json, "an OperationOutcome on a line for each text");
  command->add_flag("-q,--quiet", given->quiet, "say nothing; the exit code tells");
  command->add_flag("--strict", given->strict, "a text with warnings is not valid");
  command->add_flag("--known-extensions", given->options.known_extensions_only, "an extension that no package defines is an error");
  command->add_flag("--self-contained", given->options.self_contained, "a relative reference that leads out of the text is an error");
  command->add_flag("--comments", given->options.json_comments, "allow comments in JSON");
  command->add_flag("--best-practices", given->options.best_practices, "R4's recommendations count as warnings: that a resource has a narrative");
  command->add_flag("!--no-example-urls", given->options.example_urls, "URLs of example.org and the like are errors");
  command->add_flag("!--no-markup", given->options.markup_in_text, "what looks like HTML in plain text is an error");
  command->add_option("file", given->files, "JSON, NDJSON or XML; - for standard input")->required();
  command->callback([given, &run] { run = [given] { return validating(*given).run(); }; });
}

}  // namespace phr::cli
