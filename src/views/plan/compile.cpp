// The definition, its paths and its selects.
#include "views/plan/compiler.hpp"

#include "fhirpath/program/fields.hpp"

#include <algorithm>
#include <array>

namespace phr::views {

namespace json = fhir::json;

namespace {

using names = std::span<const std::string_view>;

constexpr std::array<std::string_view, 38> of_definition = {
    "resourceType", "meta", "implicitRules", "language", "text", "contained", "url", "identifier", "version", "versionAlgorithmString", "versionAlgorithmCoding", "name", "title",
    "status", "experimental", "date", "publisher", "contact", "description", "useContext", "jurisdiction", "purpose", "copyright", "copyrightLabel", "approvalDate",
    "lastReviewDate", "effectivePeriod", "topic", "author", "editor", "reviewer", "endorser", "fhirVersion", "profile", "resource", "constant", "select", "where"};
constexpr std::array<std::string_view, 6> of_select = {"column", "select", "forEach", "forEachOrNull", "repeat", "unionAll"};
constexpr std::array<std::string_view, 2> of_where = {"path", "description"};

// The columns of a branch take the places of those of the first one.
void move_columns(select_plan& of, std::size_t by) {
  of.first -= by;
  for (column_plan& each : of.columns) each.index -= by;
  for (select_plan& each : of.selects) move_columns(each, by);
  for (select_plan& each : of.branches) move_columns(each, by);
}

}  // namespace

result<void> compiler::run(const json::value& definition) {
  const element given(definition);
  PHR_TRY(given.has_only(of_definition));
  PHR_TRY(const auto type_of_definition, given.text("resourceType"));
  if (type_of_definition && !type_of_definition->ends_with("ViewDefinition")) return given.wrong("resourceType", errc::wrong_type, "a ViewDefinition expected");
  PHR_TRY(auto name, given.text("name"));
  into_.name = name.value_or("");
  PHR_TRY(const std::string resource, given.needed_text("resource", "ViewDefinition.resource"));
  const auto type = fhir::resource_type_named(resource);
  if (!type) return given.wrong("resource", errc::unknown_resource_type, "ViewDefinition.resource");
  into_.resource = *type;
  into_.structure = &fhir::structure_of(*type);
  const focus_type root{std::string(into_.structure->name), into_.structure, true};
  PHR_TRY(read_constants(given));
  PHR_TRY(read_where(given, root));
  if (!given["select"]) return given.wrong(errc::missing_element, "ViewDefinition.select");
  into_.root.number = into_.selects++;
  PHR_TRY(read_selects(given, root, into_.root.selects));
  into_.root.count = into_.columns.size();
  finish_members();
  return success();
}

focus_type compiler::focus_of(const fhirpath::expression& path) {
  focus_type made;
  const std::string_view types = path.types();
  if (types == "anything" || types == "nothing" || types.find(' ') != std::string_view::npos) return made;
  made.name = types;
  made.structure = fhirpath::structure_named(types);
  return made;
}

void compiler::note_member(std::string member) {
  into_.members.push_back("_" + member);
  into_.members.push_back(std::move(member));
}

void compiler::note_members(const fhirpath::expression& path, bool of_resource) {
  for (const std::string_view whole : {"resource", "rootResource", "context"}) into_.reads_all = into_.reads_all || path.names_constant(whole);
  if (!of_resource) return;
  const auto names = path.roots();
  into_.reads_all = into_.reads_all || !names;
  if (!names) return;
  for (const std::string_view name : *names) {
    for (const fhir::json_name& each : into_.structure->names) {
      const fhir::field& field = into_.structure->fields[each.field];
      if (field.name != name) continue;
      std::string member(name);
      if (each.choice != 0) {
        std::string type(fhir::name(field.choices[each.choice - 1U]));
        type[0] = static_cast<char>(type[0] & ~0x20);
        member += type;
      }
      note_member(std::move(member));
    }
  }
}

void compiler::finish_members() {
  into_.members.emplace_back("resourceType");
  std::sort(into_.members.begin(), into_.members.end());
  into_.members.erase(std::unique(into_.members.begin(), into_.members.end()), into_.members.end());
  if (into_.reads_all) return;
  for (const std::string& each : into_.members) into_.member_keys.emplace_back(each);
}

result<path_plan> compiler::read_path(const json::value& at, const focus_type& focus) {
  if (!at.is_string()) return at.locate(error{errc::wrong_type}.at("a ViewDefinition: a path is a string"));
  std::string scratch;
  const std::string_view text = at.text(scratch);
  fhirpath::compile_options options;
  options.type = focus.structure != nullptr ? std::string_view(focus.structure->name) : std::string_view{};
  options.joins_nothing = true;
  options.constants = std::span<const std::string_view>(known_constants_);
  auto compiled = fhirpath::expression::compile(text, options);
  if (!compiled) return at.locate(error{compiled.error().code()}.at(compiled.error().place()));
  path_plan made{std::move(compiled.value()), std::nullopt, std::nullopt};
  if (focus.structure != nullptr) made.path = fhirpath::json_path::of(made.general.compiled(), *focus.structure, into_.constants);
  if (made.path && !made.path->first_member().empty()) {
    if (focus.is_resource) note_member(std::string(made.path->first_member()));  // valueQuantity alone for value.ofType(Quantity)
    return made;
  }
  note_members(made.general, focus.is_resource);
  if (focus.structure != nullptr && !made.path) made.condition = fhirpath::json_condition::of(made.general.compiled(), *focus.structure, into_.constants);
  return made;
}

result<void> compiler::read_where(const element& definition, const focus_type& root) {
  PHR_TRY(const auto all, definition.list("where"));
  for (const json::value each : all) {
    const element given(each);
    PHR_TRY(given.has_only(of_where));
    if (!given["path"]) return given.wrong(errc::missing_element, "ViewDefinition.where.path");
    PHR_TRY(path_plan condition, read_path(given["path"], root));
    const std::string_view types = condition.general.types();
    const bool may_be = types == "anything" || types == "nothing" || types.find("oolean") != std::string_view::npos;
    if (!may_be) return given.wrong("path", errc::wrong_type, "ViewDefinition.where.path: a Boolean expected");
    into_.where.push_back(std::move(condition));
  }
  return success();
}

result<void> compiler::read_selects(const element& parent, const focus_type& focus, std::vector<select_plan>& to) {
  PHR_TRY(const auto all, parent.list("select"));
  for (const json::value each : all) {
    PHR_TRY(auto made, read_select(element(each), focus));
    to.push_back(std::move(made));
  }
  return success();
}

result<select_plan> compiler::read_select(const element& given, const focus_type& focus) {
  PHR_TRY(given.has_only(of_select));
  if (!given["column"] && !given["select"] && !given["unionAll"]) return given.wrong(errc::missing_element, "ViewDefinition.select: column, select or unionAll");
  select_plan made;
  made.number = into_.selects++;
  made.first = into_.columns.size();
  PHR_TRY(const focus_type inner, read_iteration(given, focus, made));
  PHR_TRY(const auto columns, given.list("column"));
  for (const json::value each : columns) PHR_TRY(read_column(element(each), inner, made));
  PHR_TRY(read_selects(given, inner, made.selects));
  PHR_TRY(read_branches(given, inner, made));
  made.count = into_.columns.size() - made.first;
  return made;
}

result<focus_type> compiler::read_iteration(const element& given, const focus_type& focus, select_plan& to) {
  constexpr std::array<std::pair<std::string_view, iteration>, 3> kinds = {{{"forEach", iteration::for_each}, {"forEachOrNull", iteration::for_each_or_null}, {"repeat", iteration::repeat}}};
  for (const auto& [name, kind] : kinds) {
    if (!given[name]) continue;
    if (to.kind != iteration::none) return given.wrong(name, errc::invalid_value, "ViewDefinition.select: one of forEach, forEachOrNull and repeat");
    to.kind = kind;
  }
  if (to.kind == iteration::none) return focus;
  if (to.kind == iteration::repeat) return read_repeat(given, focus, to);
  PHR_TRY(path_plan over, read_path(given[to.kind == iteration::for_each ? "forEach" : "forEachOrNull"], focus));
  const focus_type inner = focus_of(over.general);
  to.over.push_back(std::move(over));
  return inner;
}

// The paths go on from their own items, which may be of several types, and what one of these has another may lack ("answer.item" of a
// QuestionnaireResponse, which has items only): names are not checked. Where all items are of one type, columns are checked against it.
result<focus_type> compiler::read_repeat(const element& given, const focus_type& focus, select_plan& to) {
  PHR_TRY(const auto paths, given.list("repeat"));
  std::vector<focus_type> found;  // types of the items
  bool all_known = true;
  for (std::size_t round = 0; round <= found.size(); ++round) {
    const focus_type from = round == 0 ? focus : found[round - 1];
    for (const json::value each : paths) {
      const auto typed = read_path(each, from);
      if (!typed) continue;
      const focus_type made = focus_of(typed.value().general);
      all_known = all_known && made.structure != nullptr;
      if (std::none_of(found.begin(), found.end(), [&](const focus_type& other) { return other.name == made.name; })) found.push_back(made);
    }
  }
  for (const json::value each : paths) {
    PHR_TRY(path_plan path, read_path(each, {}));
    to.over.push_back(std::move(path));
  }
  return all_known && found.size() == 1 ? found[0] : focus_type{};
}

result<void> compiler::read_branches(const element& given, const focus_type& focus, select_plan& to) {
  PHR_TRY(const auto branches, given.list("unionAll"));
  const std::size_t first = into_.columns.size();
  std::size_t count = 0;
  for (const json::value each : branches) {
    const element branch(each);
    if (to.branches.empty()) {
      PHR_TRY(auto made, read_select(branch, focus));
      count = made.count;
      to.branches.push_back(std::move(made));
      continue;
    }
    other_branches_.emplace_back(first, count);
    PHR_TRY(auto made, read_select(branch, focus));
    other_branches_.pop_back();
    PHR_TRY(same_columns(branch, first, count));
    into_.columns.resize(first + count);
    move_columns(made, count);
    to.branches.push_back(std::move(made));
  }
  return success();
}

result<void> compiler::same_columns(const element& branch, std::size_t first, std::size_t count) const {
  const std::size_t own = first + count;
  if (into_.columns.size() - own != count) return branch.wrong(errc::invalid_value, "ViewDefinition.select.unionAll: the columns of the first branch expected");
  for (std::size_t at = 0; at < count; ++at) {
    const column& a = into_.columns[first + at];
    const column& b = into_.columns[own + at];
    if (a.name != b.name) return branch.wrong(errc::invalid_value, "ViewDefinition.select.unionAll: the columns of the first branch expected, in its order");
    if (a.kind != b.kind || a.collection != b.collection) return branch.wrong(errc::wrong_type, "ViewDefinition.select.unionAll: a column of another type than in the first branch");
  }
  return success();
}

}  // namespace phr::views
