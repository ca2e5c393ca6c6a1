// Which elements of the root an expression looks at, so that whoever has the resource as text reads no others.
#include "fhirpath/program/names.hpp"
#include "fhirpath/program/program.hpp"

#include <algorithm>
#include <array>

namespace phr::fhirpath {

namespace {

constexpr std::array<std::string_view, 12> passing = {"where", "first", "last", "tail", "skip", "take", "single", "ofType", "as", "iif", "select", "repeat"};
constexpr std::array<std::string_view, 7> judging = {"exists", "empty", "count", "is", "all", "not", "hasValue"};  // they tell nothing of what is in an item
constexpr std::array<std::string_view, 7> looking = {"where", "exists", "all", "select", "repeat", "iif", "sort"};  // their arguments look at each item

class finder {
 public:
  explicit finder(program& in) : in_(in) {}

  // Whether the items of a node may be the root itself. `focus`: whether the root is what a path without an input begins with.
  bool visit(const node& at, bool focus) {
    switch (at.kind) {
      case node_kind::constant: return at.text == "resource" || at.text == "context" || at.text == "rootResource";
      case node_kind::special: return focus && at.text == "$this";
      case node_kind::member: return member(at, focus);
      case node_kind::function: return function(at, focus);
      case node_kind::index: {
        if (visit(in_.of.part(at, 1), focus)) all();
        return visit(in_.of.part(at, 0), focus);
      }
      case node_kind::type: return visit(in_.of.part(at, 0), focus) && at.text == "as";
      case node_kind::polarity:
      case node_kind::binary: {
        bool united = false;
        for (std::size_t each = 0; each < at.parts.size(); ++each) {
          const bool root = visit(in_.of.part(at, each), focus);
          if (root && at.text != "|") all();
          united = united || (root && at.text == "|");
        }
        if (united) all();  // compared with the others
        return united;
      }
      default: return false;
    }
  }
  void all() { in_.reads_all_roots = true; }

 private:
  void reads(const std::string& name) {
    for (const std::string& each : in_.root_names) {
      if (each == name) return;
    }
    in_.root_names.push_back(name);
  }

  bool member(const node& at, bool focus) {
    const bool of_root = at.has_input ? visit(in_.of.part(at, 0), focus) : focus;
    if (!of_root) return false;
    if (!at.has_input && in_.at(at).names_type) return true;
    const auto fields = in_.at(at).fields;
    const auto named = std::find_if(fields.begin(), fields.end(), [](const field_place& each) { return each.choice != 0; });
    reads(named == fields.end() ? at.text : std::string(named->type->fields[named->field].name));
    return false;
  }

  bool function(const node& at, bool focus) {
    const bool on_root = at.has_input ? visit(in_.of.part(at, 0), focus) : focus;
    const bool names_type = at.text == "is" || at.text == "as" || at.text == "ofType" || at.text == "getReferenceKey";
    bool from_arguments = false;
    for (std::size_t each = at.has_input ? 1 : 0; each < at.parts.size() && !names_type; ++each) {
      from_arguments = visit(in_.of.part(at, each), is_in(at.text, looking) ? on_root : focus) || from_arguments;
    }
    if (at.text == "resolve") reads("contained");
    if (at.text == "resolve" || at.text == "defineVariable" || at.text == "trace" || at.text == "repeat" || at.text == "sort") {
      if (on_root || at.text == "defineVariable") all();
      if (at.text == "resolve") return true;  // "#" is the resource itself
    }
    if (on_root && at.text == "extension") reads("extension");
    if (on_root && at.text == "getResourceKey") return reads("id"), false;
    if (on_root && at.text != "extension" && !is_in(at.text, passing) && !is_in(at.text, judging)) all();
    if (from_arguments && !is_in(at.text, looking)) all();
    if (is_in(at.text, judging) || at.text == "extension") return false;
    const bool projects = at.text == "select" || at.text == "iif" || at.text == "repeat";
    return projects ? from_arguments : on_root;
  }

  program& in_;
};

}  // namespace

void find_roots(program& into) {
  finder find(into);
  if (find.visit(into.of.root(), true)) find.all();
  into.roots.assign(into.root_names.begin(), into.root_names.end());
}

}  // namespace phr::fhirpath
