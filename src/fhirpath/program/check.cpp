// Static checks: which types a node can yield, and whether a name can be there.
#include "fhirpath/program/names.hpp"
#include "fhirpath/program/program.hpp"
#include "fhirpath/program/shape.hpp"

#include <phr/fhir/r4/data_types.hpp>

#include <algorithm>
#include <array>

namespace phr::fhirpath {

namespace {

using fhir::element_kind;

constexpr std::array<std::string_view, 14> keeping = {"where", "first", "last", "tail", "skip", "take", "single", "distinct", "trace", "sort", "exclude", "intersect", "checkModifiers", "defineVariable"};
constexpr std::array<std::string_view, 5> needing_order = {"first", "last", "tail", "skip", "take"};
constexpr std::array<std::string_view, 10> with_item = {"where", "exists", "all", "select", "repeat", "trace", "sort", "iif", "aggregate", "defineVariable"};
constexpr std::array<std::string_view, 29> yielding_booleans = {
    "empty", "exists", "all", "not", "allTrue", "anyTrue", "allFalse", "anyFalse", "subsetOf", "supersetOf", "isDistinct", "is", "hasValue", "conformsTo", "memberOf", "subsumes",
    "subsumedBy", "htmlChecks", "htmlChecks2", "startsWith", "endsWith", "contains", "matches", "matchesFull", "convertsToInteger", "convertsToString", "toBoolean", "convertsToBoolean", "comparable"};
constexpr std::array<std::string_view, 4> yielding_integers = {"count", "length", "indexOf", "toInteger"};
constexpr std::array<std::string_view, 11> yielding_strings = {"getResourceKey", "substring", "upper", "lower", "replace", "replaceMatches", "join", "toString", "trim", "encode", "decode"};

// %resource is the resource around: the root, where that is one.
bool is_resource(const shape& of) {
  return std::all_of(of.structures.begin(), of.structures.end(), [](const fhir::structure* each) { return each->resource != fhir::resource_type{}; });
}

// What $this is in an argument, and what a path without an input begins with.
struct around {
  const shape& self;
};

class checker {
 public:
  checker(program& in, const compile_options& options, shape root) : in_(in), options_(options), root_(std::move(root)) {}

  [[nodiscard]] result<void> run() {
    PHR_TRY(shape made, visit(in_.of.root(), {root_}));
    return success();
  }

 private:
  [[nodiscard]] result<shape> visit(const node& at, const around& in) {
    PHR_TRY(shape made, infer(at, in));
    if (learning_ == 0) in_.at(at).types = made.text();
    return made;
  }

  [[nodiscard]] result<shape> infer(const node& at, const around& in) {
    switch (at.kind) {
      case node_kind::empty: return shape::anything();
      case node_kind::boolean:
      case node_kind::string:
      case node_kind::number:
      case node_kind::quantity:
      case node_kind::date:
      case node_kind::date_time:
      case node_kind::time: return shape::system(in_.at(at).literal[0].index());
      case node_kind::constant: return at.text == "context" ? root_ : at.text == "resource" && is_resource(root_) ? root_ : shape::anything();
      case node_kind::special: return at.text == "$this" ? in.self : at.text == "$index" ? shape::system(2) : shape::anything();
      case node_kind::member: return member(at, in);
      case node_kind::function: return function(at, in);
      case node_kind::index: {
        PHR_TRY(shape of, visit(in_.of.part(at, 0), in));
        PHR_TRY(const shape index, visit(in_.of.part(at, 1), in));
        PHR_TRY(needs_order(at, of));
        return of;
      }
      case node_kind::polarity: {
        PHR_TRY(const shape of, visit(in_.of.part(at, 0), in));
        return shape::anything();
      }
      case node_kind::type: {
        PHR_TRY(const shape of, visit(in_.of.part(at, 0), in));
        return at.text == "is" ? shape::system(1) : of.filtered(in_.at(at).type);
      }
      case node_kind::binary: return binary(at, in);
    }
    return shape::anything();
  }

  [[nodiscard]] result<shape> binary(const node& at, const around& in) {
    PHR_TRY(shape left, visit(in_.of.part(at, 0), in));
    PHR_TRY(const shape right, visit(in_.of.part(at, 1), in));
    switch (in_.at(at).op) {
      case operation::unite: left.add(right); return left;
      case operation::add:
      case operation::subtract:
      case operation::multiply:
      case operation::divide:
      case operation::quotient:
      case operation::remainder: return shape::anything();
      case operation::concatenate: return shape::system(4);
      default: return shape::system(1);
    }
  }

  [[nodiscard]] result<void> needs_order(const node& at, const shape& of) const {
    if (options_.check_order && !of.ordered) return error{errc::malformed_query}.at("the order of a collection that has none").nth(at.begin);
    return success();
  }

  [[nodiscard]] result<shape> member(const node& at, const around& in) {
    shape of = in.self;
    if (at.has_input) {
      PHR_TRY(of, visit(in_.of.part(at, 0), in));
    }
    step& here = in_.at(at);
    shape made;
    made.ordered = of.ordered;
    if (here.names_type) {  // Patient.name on a Patient
      made = of.any && here.type.structure() == nullptr ? shape::anything() : of.filtered(here.type);
      if (!made.nothing()) return made;
    }
    children_of(of, here, at.text, made);
    if (of.any || of.nothing()) return at.text == "id" || of.nothing() || made.nothing() ? shape::anything() : made.any ? made : shape::anything();
    if (made.nothing() && options_.check && learning_ == 0) return error{errc::unknown_element}.at("a name that cannot be there").nth(at.begin);
    return made.nothing() ? shape::anything() : made;
  }

  // What a name can be below the types that are known.
  void children_of(const shape& of, step& here, std::string_view name, shape& made) const {
    for (const fhir::structure* const each : of.structures) {
      const field_place* const place = find_field(here.fields, each);
      if (place == nullptr || (options_.check && place->choice != 0)) continue;
      if (of.structures.size() == 1) here.likely = *place;
      made.add(each->fields[place->field], place->choice);
    }
    if (of.kinds != 0) {
      if (name == "extension") made.add(fhir::r4::Extension::structure_);
      if (name == "id") made.kinds |= 1U << static_cast<unsigned>(element_kind::string);
    }
    if ((of.systems >> 7U & 1U) != 0 && (name == "name" || name == "namespace")) made.systems |= 1U << 4U;
    if ((of.systems >> 6U & 1U) != 0 && (name == "value" || name == "unit" || name == "code" || name == "system")) made.any = true;
  }

  [[nodiscard]] result<shape> repeated(const node& at, const shape& of) {
    shape all;
    shape next = of;
    ++learning_;
    for (int round = 0; round < 8; ++round) {
      PHR_TRY(const shape found, visit(in_.of.part(at, at.has_input ? 1 : 0), {next}));
      const std::string before = all.text();
      all.add(found);
      next = all;
      if (all.any || all.text() == before) break;
    }
    --learning_;
    PHR_TRY(const shape first, visit(in_.of.part(at, at.has_input ? 1 : 0), {of}));
    all.ordered = false;
    return all;
  }

  [[nodiscard]] result<shape> function(const node& at, const around& in) {
    shape of = in.self;
    if (at.has_input) {
      PHR_TRY(of, visit(in_.of.part(at, 0), in));
    }
    const std::string& name = at.text;
    if (is_in(name, needing_order)) PHR_TRY(needs_order(at, of));
    if (name == "is") return shape::system(1);
    if (name == "getReferenceKey") return shape::system(4);  // its argument names a type
    if (name == "as" || name == "ofType") return of.filtered(in_.at(at).type);
    if (name == "repeat") return repeated(at, of);
    shape from_arguments;
    for (std::size_t each = at.has_input ? 1 : 0; each < at.parts.size(); ++each) {
      PHR_TRY(const shape made, visit(in_.of.part(at, each), is_in(name, with_item) && at.has_input ? around{of} : in));
      if (name != "iif" || each > (at.has_input ? 1U : 0U)) from_arguments.add(made);
    }
    if (is_in(name, keeping)) return of;
    if (name == "select" || name == "iif") return from_arguments.nothing() ? shape::anything() : from_arguments;
    if (name == "union" || name == "combine") {
      of.add(from_arguments);
      return of;
    }
    if (name == "extension") return shape::of(fhir::r4::Extension::structure_);
    if (name == "children" || name == "descendants") return shape{.any = true, .ordered = false, .kinds = 0, .systems = 0, .structures = {}};
    if (is_in(name, yielding_booleans)) return shape::system(1);
    if (is_in(name, yielding_integers)) return shape::system(2);
    if (is_in(name, yielding_strings)) return shape::system(4);
    if (name == "type") return shape::system(7);
    return shape::anything();
  }

  program& in_;
  const compile_options& options_;
  const shape root_;
  int learning_ = 0;  // in the rounds of a repeat(), where later items may lack a name
};

}  // namespace

result<void> check_constants(const program& in, const compile_options& options) {
  if (!options.constants) return success();
  constexpr std::array<std::string_view, 7> own = {"resource", "rootResource", "context", "sct", "loinc", "ucum", "factory"};
  std::vector<std::string_view> defined;
  for (const node& each : in.of.nodes) {
    if (each.kind != node_kind::function || each.text != "defineVariable" || each.parts.size() <= (each.has_input ? 1U : 0U)) continue;
    defined.push_back(in.of.part(each, each.has_input ? 1 : 0).text);
  }
  for (const node& each : in.of.nodes) {
    if (each.kind != node_kind::constant || is_in(each.text, own) || each.text.starts_with("vs-") || each.text.starts_with("ext-")) continue;
    if (!is_in(each.text, *options.constants) && !is_in(each.text, defined)) return error{errc::unknown_element}.at("a constant that nobody has set").nth(each.begin);
  }
  return success();
}

result<void> check_types(program& into, const compile_options& options) {
  shape root = shape::anything();
  if (!options.type.empty()) {
    PHR_TRY(const type_test type, type_test::of(options.type));
    root = root.filtered(type);
  }
  return checker(into, options, std::move(root)).run();
}

}  // namespace phr::fhirpath
