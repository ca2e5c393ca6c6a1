// From names to fields, functions, types and values: what can be found once is found here.
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/program/program.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace phr::fhirpath {

namespace {

constexpr std::array<std::pair<std::string_view, operation>, 22> operations = {{
    {"=", operation::equal}, {"!=", operation::not_equal}, {"~", operation::equivalent}, {"!~", operation::not_equivalent}, {"<", operation::less}, {">", operation::greater},
    {"<=", operation::less_or_equal}, {">=", operation::greater_or_equal}, {"and", operation::logical_and}, {"or", operation::logical_or}, {"xor", operation::exclusive_or},
    {"implies", operation::implies}, {"in", operation::is_in}, {"contains", operation::contains}, {"|", operation::unite}, {"+", operation::add}, {"-", operation::subtract},
    {"*", operation::multiply}, {"/", operation::divide}, {"div", operation::quotient}, {"mod", operation::remainder}, {"&", operation::concatenate},
}};

operation operation_of(std::string_view symbol) {
  for (const auto& [text, op] : operations) {
    if (text == symbol) return op;
  }
  return operation::none;
}

error wrong(const node& at, static_text what, errc code) { return error{code}.at(what).nth(at.begin); }

// A number as FHIRPath writes it has zeros before it, which JSON's may not.
result<decimal> number_of(const node& at) {
  const std::string_view digits = std::string_view(at.text).substr(std::min(at.text.find_first_not_of('0'), at.text.size()));
  auto made = decimal::parse(digits.empty() || digits[0] == '.' ? std::string("0").append(digits) : std::string(digits));
  if (!made) return wrong(at, "a number", made.error().code());
  return std::move(made.value());
}

result<value> literal_of(const node& at) {
  switch (at.kind) {
    case node_kind::boolean: return value(at.text == "true");
    case node_kind::string: return value(at.text);
    case node_kind::number: {
      PHR_TRY(auto number, number_of(at));
      const std::string& text = number.to_string();
      if (text.find('.') == std::string::npos && text.size() < 19) return value(static_cast<std::int64_t>(std::stoll(text)));
      return value(std::move(number));
    }
    case node_kind::quantity: {
      PHR_TRY(auto number, number_of(at));
      if (at.type.starts_with('\'')) return value(quantity{std::move(number), at.type.substr(1, at.type.size() - 2), false});
      std::string unit = at.type;
      if (unit.ends_with('s')) unit.pop_back();
      return value(quantity{std::move(number), std::move(unit), true});
    }
    default: {
      const auto kind = at.kind == node_kind::date ? moment_kind::date : at.kind == node_kind::time ? moment_kind::time : moment_kind::date_time;
      auto made = moment::parse(kind, at.text);
      if (!made) return wrong(at, "a date or time", errc::malformed_query);
      return value(std::move(made.value()));
    }
  }
}

// The type that an argument names: `Patient`, `FHIR.Patient`.
result<std::string> type_named(const tree& in, const node& given) {
  if (given.kind != node_kind::member) return wrong(given, "the name of a type", errc::malformed_query);
  if (!given.has_input) return given.text;
  const node& space = in.part(given, 0);
  if (space.kind != node_kind::member || space.has_input) return wrong(given, "the name of a type", errc::malformed_query);
  return space.text + "." + given.text;
}

result<type_test> test_of(const node& at, std::string_view specifier, bool exact) {
  auto made = type_test::of(specifier);
  if (!made) return wrong(at, "a type that does not exist", errc::wrong_type);
  return exact ? made.value().exactly() : made.value();
}

result<void> link_function(const program& in, const node& at, step& here) {
  const bool makes = at.has_input && in.of.part(at, 0).kind == node_kind::constant && in.of.part(at, 0).text == "factory";
  here.function = makes ? factory_function_named(at.text) : function_named(at.text);
  if (here.function == nullptr) return wrong(at, "a function that does not exist", errc::malformed_query);
  const std::size_t arguments = at.parts.size() - (at.has_input ? 1 : 0);
  if (arguments < here.function->least || arguments > here.function->most) return wrong(at, "another number of arguments", errc::malformed_query);
  if (at.text == "extension") here.fields = fields_named("extension");
  if (at.text != "is" && at.text != "as" && at.text != "ofType" && (at.text != "getReferenceKey" || arguments == 0)) return success();
  const node& given = in.of.part(at, at.has_input ? 1 : 0);
  PHR_TRY(const std::string specifier, type_named(in.of, given));
  PHR_TRY(here.type, test_of(given, specifier, at.text != "is"));
  return success();
}

result<void> link_node(const program& in, const node& at, step& here) {
  switch (at.kind) {
    case node_kind::empty:
    case node_kind::constant:
    case node_kind::special:
    case node_kind::index:
    case node_kind::polarity: break;
    case node_kind::binary: here.op = operation_of(at.text); break;
    case node_kind::function: return link_function(in, at, here);
    case node_kind::type: {
      PHR_TRY(here.type, test_of(at, at.type, at.text == "as"));
      break;
    }
    case node_kind::member: {
      here.fields = fields_named(at.text);
      if (at.has_input || at.text.empty() || at.text[0] < 'A' || at.text[0] > 'Z') break;
      if (auto made = type_test::of(at.text)) {
        here.names_type = true;
        here.type = made.value();
      }
      break;
    }
    default: {
      PHR_TRY(auto made, literal_of(at));
      here.literal.push_back(std::move(made));
      break;
    }
  }
  return success();
}

// The step before in a path, or nullptr.
const node* input_of(const program& in, const node& at) {
  const bool is_path = at.kind == node_kind::index || ((at.kind == node_kind::member || at.kind == node_kind::function) && at.has_input);
  return is_path ? &in.of.part(at, 0) : nullptr;
}

// Variables are known until the end of the path that defines them: its last step keeps them.
void find_paths(program& in) {
  std::vector<bool> defines(in.of.nodes.size());
  for (std::size_t at = 0; at < in.of.nodes.size(); ++at) {
    const node& here = in.of.nodes[at];
    const node* const before = input_of(in, here);
    const bool inherited = before != nullptr && defines[static_cast<std::size_t>(before - in.of.nodes.data())];
    defines[at] = inherited || (here.kind == node_kind::function && here.text == "defineVariable");
    if (!defines[at]) continue;
    in.steps[at].opens_path = true;
    if (inherited) in.at(*before).opens_path = false;
  }
}

}  // namespace

error place_in(std::string_view text, std::uint32_t offset, error wrong) noexcept {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  for (std::size_t at = 0; at < offset && at < text.size(); ++at) {
    column = text[at] == '\n' ? 1 : column + 1;
    line += text[at] == '\n' ? 1U : 0U;
  }
  return error{wrong.code()}.at(wrong.place()).in(line, column);
}

result<void> link(program& into) {
  into.steps.resize(into.of.nodes.size());
  for (std::size_t at = 0; at < into.of.nodes.size(); ++at) PHR_TRY(link_node(into, into.of.nodes[at], into.steps[at]));
  find_paths(into);
  return success();
}

}  // namespace phr::fhirpath
