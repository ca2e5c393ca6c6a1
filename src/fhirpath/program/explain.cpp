// The program as text.
#include "fhirpath/eval/function_sets.hpp"
#include "fhirpath/program/program.hpp"

#include <fmt/format.h>

namespace phr::fhirpath {

namespace {

std::string said(const program& in, const node& at) {
  const step& here = in.at(at);
  switch (at.kind) {
    case node_kind::empty: return "nothing";
    case node_kind::constant: return "constant %" + at.text;
    case node_kind::special: return at.text;
    case node_kind::member: {
      std::string made = (here.names_type ? "type or element " : "element ") + at.text;
      if (here.likely.type != nullptr) made += fmt::format(" (field {} of {})", here.likely.field, here.likely.type->name);
      return made;
    }
    case node_kind::function: return fmt::format("{}(){}", at.text, here.function->flow != nullptr ? ", item by item" : "");
    case node_kind::index: return "item at";
    case node_kind::polarity: return "sign " + at.text;
    case node_kind::type: return at.text + " " + at.type;
    case node_kind::binary: return "operator " + at.text;
    case node_kind::boolean:
    case node_kind::string:
    case node_kind::number:
    case node_kind::quantity:
    case node_kind::date:
    case node_kind::date_time:
    case node_kind::time: break;
  }
  return "literal " + text_of(here.literal[0]).value_or("");
}

// Nodes come before what they are part of: the order in which they are run.
void say(const program& in, const node& at, std::size_t depth, std::string& into) {
  const step& here = in.at(at);
  into += fmt::format("{:{}}{}", "", depth * 2, said(in, at));
  if (!here.types.empty()) into += " -> " + here.types;
  into += '\n';
  const bool names_type = at.kind == node_kind::function && (at.text == "is" || at.text == "as" || at.text == "ofType");
  for (std::size_t each = 0; each < at.parts.size(); ++each) {
    const node& part = in.of.part(at, each);
    if (names_type && each + 1 == at.parts.size()) {
      into += fmt::format("{:{}}type {}\n", "", (depth + 1) * 2, part.text);
    } else {
      say(in, part, depth + 1, into);
    }
  }
}

}  // namespace

std::string expression::explain() const {
  std::string made = text() + "\n";
  if (const auto read = roots()) {
    made += "reads";
    for (const std::string_view each : *read) made.append(" ").append(each);
    made += read->empty() ? " nothing of the root\n" : "\n";
  } else {
    made += "reads all of the root\n";
  }
  say(*program_, program_->of.root(), 0, made);
  return made;
}

}  // namespace phr::fhirpath
