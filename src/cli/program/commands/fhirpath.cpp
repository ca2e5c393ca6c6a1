#include "cli/program/commands/commands.hpp"

#include "cli/program/documents.hpp"
#include "cli/program/json_text.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/describe.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/fhirpath/item.hpp>

#include <fmt/format.h>

#include <memory>

namespace phr::cli {

namespace {

struct fhirpath_given {
  std::string expression;
  std::vector<std::string> files;
  std::vector<std::string> constants;  // NAME=TEXT
  std::string type;
  std::string now;
  bool unchecked = false;
  bool explain = false;
  bool count = false;
  bool test = false;
  bool filter = false;
  bool json = false;
};

// One run of the command: the expression, and how far it is.
class evaluating {
 public:
  evaluating(const fhirpath_given& given, fhirpath::expression expression) : given_(given), expression_(std::move(expression)) {}

  result<exit_code> run() {
    PHR_TRY(set_up());
    exit_code unread = done;
    for (const std::string& path : given_.files) {
      const auto read = read_documents(path, [&](const document& text) { return evaluate(path, text), true; });
      if (read) continue;
      std::fprintf(stderr, "%s: %s\n", shown(path).c_str(), describe(read.error()).c_str());
      unread = code_of(read.error());
    }
    if (evaluated_ + refused_ == 0) return unread;
    return refused_ == 0 && unread == done ? done : evaluated_ == 0 ? bad_input : refused_in_part;
  }

 private:
  result<void> set_up() {
    for (const std::string& each : given_.constants) {
      const std::size_t equals = each.find('=');
      if (equals == 0 || equals == std::string::npos) return error{errc::invalid_argument}.at("--constant: NAME=TEXT");
      constants_.push_back({std::string_view(each).substr(0, equals), {each.substr(equals + 1)}});
    }
    if (!fhirpath::check_now(given_.now)) return error{errc::invalid_argument}.at("--now: a dateTime with seconds and an offset");
    with_.constants = constants_;
    with_.now = given_.now;
    return success();
  }

  // FILE:LINE:COLUMN of a fault in the text; FILE:LINE of one of the evaluation, whose line and column are those of the expression.
  void refuse(const std::string& path, const document& text, const error& why, bool of_text) {
    ++refused_;
    const std::uint64_t line = text.line + (of_text && why.line() != 0 ? why.line() - 1 : 0);
    const std::string column = of_text ? fmt::format(":{}", std::max(why.column(), 1U)) : "";
    const std::string what = of_text ? fmt::format("{}: {}", name(why.code()).data(), advice(why.code()).data()) : "in the expression: " + describe(why);
    std::fprintf(stderr, "%s:%llu%s: %s\n", shown(path).c_str(), static_cast<unsigned long long>(line), column.c_str(), what.c_str());
  }

  void evaluate(const std::string& path, const document& text) {
    if (text.format == text_format::xml) {
      const auto read = xml_.decode(text.text);
      return read ? evaluate(path, text, fhirpath::value(fhir::node::of(read.value()))) : refuse(path, text, read.error(), true);
    }
    const auto read = json_.parse(text.text);
    return read ? evaluate(path, text, fhirpath::value(fhirpath::json_element::of(json_.root()))) : refuse(path, text, read.error(), true);
  }

  void evaluate(const std::string& path, const document& text, const fhirpath::value& on) {
    if (given_.test || given_.filter) {
      const auto is = expression_.test(on, with_);
      if (!is) return refuse(path, text, is.error(), false);
      ++evaluated_;
      return given_.filter ? pass(text, is.value() == true) : tell(path, text, is.value());
    }
    const auto found = expression_.evaluate(fhirpath::collection{on}, with_);
    if (!found) return refuse(path, text, found.error(), false);
    ++evaluated_;
    if (given_.json) return tell_json(path, text, found.value());
    if (given_.count) return tell_line(path, text, std::to_string(found.value().size()));
    for (const auto& item : found.value()) tell(path, text, item);
  }

  void pass(const document& text, bool wanted) {
    if (!wanted) return;
    const std::string out = to_terminal_ ? escaped(text.text) : std::string(text.text);
    std::printf("%s%s", out.c_str(), out.ends_with('\n') ? "" : "\n");
  }

  // With FILE:LINE in front where there are several texts.
  void tell_line(const std::string& path, const document& text, std::string_view said) const {
    if (given_.files.size() > 1 || text.among_lines) std::printf("%s:%llu: ", shown(path).c_str(), static_cast<unsigned long long>(text.line));
    std::fwrite(said.data(), 1, said.size(), stdout);
    std::fputc('\n', stdout);
  }

  void tell(const std::string& path, const document& text, const fhirpath::value& item) const {
    if (fhirpath::kind_of(item) == fhirpath::item_kind::element || fhirpath::kind_of(item) == fhirpath::item_kind::type) {
      std::string json;
      fhirpath::append_json(json, item);
      return tell_line(path, text, to_terminal_ ? escaped(json) : json);
    }
    const std::string value = fhirpath::text_of(item).value_or("");
    tell_line(path, text, to_terminal_ ? shown(value) : value);
  }

  void tell(const std::string& path, const document& text, std::optional<bool> is) const {
    if (!given_.json) return tell_line(path, text, !is ? "empty" : *is ? "true" : "false");
    std::printf("%s\n", place_of(path, text).raw("result", !is ? "null" : *is ? "true" : "false").text().c_str());
  }

  void tell_json(const std::string& path, const document& text, const fhirpath::collection& found) const {
    json_object out = place_of(path, text);
    json_array items;
    for (const auto& each : found) {
      std::string value;
      fhirpath::append_json(value, each);
      items.raw(json_object().add("type", fhirpath::type_name(each)).raw("value", value).text());
    }
    if (given_.count) {
      out.add("count", static_cast<std::uint64_t>(found.size()));
    } else {
      out.raw("items", items.text());
    }
    const std::string line = out.text();
    std::printf("%s\n", to_terminal_ ? escaped(line).c_str() : line.c_str());
  }

  static json_object place_of(const std::string& path, const document& text) {
    json_object made;
    made.add("file", path).add("line", text.line);
    return made;
  }

  const fhirpath_given& given_;
  fhirpath::expression expression_;
  std::vector<fhirpath::constant> constants_;
  fhirpath::environment with_;
  fhir::json::document json_;  // keeps its memory
  fhir::xml_decoder xml_;
  const bool to_terminal_ = is_terminal(standard_stream::output);
  std::uint64_t evaluated_ = 0;
  std::uint64_t refused_ = 0;
};

result<exit_code> evaluate(const fhirpath_given& given) {
  auto made = fhirpath::expression::compile(given.expression, {.type = given.type, .check = !given.unchecked});
  if (!made) {
    std::fprintf(stderr, "phr: in the expression: %s\n", describe(made.error()).c_str());
    return code_of(made.error());
  }
  if (given.explain) {
    std::printf("%s", made.value().explain().c_str());
    if (given.files.empty()) return done;
  }
  if (given.files.empty()) return error{errc::invalid_argument}.at("a file is missing; - is standard input");
  return evaluating(given, std::move(made.value())).run();
}

}  // namespace

void add_fhirpath(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("fhirpath", "What a FHIRPath expression is of FHIR JSON, NDJSON and XML");
  const auto given = std::make_shared<fhirpath_given>();
  command->add_option("expression", given->expression, "as in \"Patient.name.where(use = 'official').given\"")->required();
  command->add_option("file", given->files, "JSON, NDJSON or XML; - for standard input");
  command->add_option("--type", given->type, "what the texts are (Patient): then names that cannot be there are errors");
  command->add_flag("--unchecked", given->unchecked, "names that cannot be there are no errors");
  command->add_option("--constant", given->constants, "NAME=TEXT, which %NAME means; again for more")->allow_extra_args(false);
  command->add_option("--now", given->now, "what now() answers; else the clock, in UTC");
  command->add_flag("--explain", given->explain, "the compiled program, a line for each step; needs no file");
  auto* count = command->add_flag("--count", given->count, "how many items there are");
  auto* test = command->add_flag("--test", given->test, "as a condition: true, false or empty")->excludes(count);
  command->add_flag("--filter", given->filter, "write the texts of which it is true, as they are")->excludes(count)->excludes(test);
  command->add_flag("--json", given->json, "an object on a line for each text, with the types of its items");
  command->callback([given, &run] { run = [given] { return evaluate(*given); }; });
}

}  // namespace phr::cli
