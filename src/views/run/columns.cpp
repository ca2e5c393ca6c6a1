// Columns and conditions: straight over JSON where that can be told, else by FHIRPath.
#include "views/run/producer.hpp"

#include "fhirpath/value/keys.hpp"

#include <phr/fhir/reference.hpp>

namespace phr::views {

namespace json = fhir::json;
using fhirpath::json_path;
using fhirpath::truth;

namespace {

error several() { return error{errc::invalid_value}.at("a view's column: several values, and it is no collection"); }

cell flag_cell(bool flag) {
  cell made;
  made.is = cell::form::flag;
  made.number = flag ? 1 : 0;
  return made;
}

// JSON of the type that the field tables say; another type is for the evaluator.
bool is_of_kind(const json::value& item, fhir::element_kind kind) {
  switch (item.kind()) {
    case json::kind::absent: return true;
    case json::kind::boolean: return kind == fhir::element_kind::boolean;
    case json::kind::number: return kind == fhir::element_kind::decimal || fhir::is_integer(kind);
    case json::kind::string: return fhir::is_text(kind) || fhir::is_date(kind) || kind == fhir::element_kind::time || kind == fhir::element_kind::coded;
    case json::kind::object: return kind == fhir::element_kind::structure;
    default: return false;
  }
}

}  // namespace

result<bool> producer::passes(const path_plan& of, const focus& at) {
  if (of.condition && is_straight(at)) {
    const truth holds = (*of.condition)(at.json);
    if (holds != truth::failed) return holds == truth::yes;
  }
  PHR_TRY(const auto found, of.general.evaluate(fhirpath::collection{item_of(at)}, around(at)));
  if (found.size() > 1) return error{errc::wrong_type}.at("ViewDefinition.where.path: several items");
  if (found.empty()) return false;
  const cell made = cell_of(found[0], memory_);
  if (made.is == cell::form::absent) return false;
  if (made.is != cell::form::flag) return error{errc::wrong_type}.at("ViewDefinition.where.path: a Boolean expected");
  return made.number != 0;
}

cell producer::key_cell(const json_path& path, const json::value& item, bool& known) {
  std::string scratch;
  if (path.taken() == json_path::taken_as::resource_key) {
    const json::value id = item["id"];
    known = known && (!id || id.is_string());
    return id.is_string() ? memory_.text(fhirpath::resource_key(fhir::name(of_.resource), id.text(scratch))) : cell{};
  }
  const json::value text = item["reference"];
  if (!text.is_string()) {
    known = known && !text && !item["type"];
    return {};
  }
  const std::string_view reference = text.text(scratch);
  if (path.target()) {
    const auto type = fhir::split_reference(reference).type;
    if (!type) known = known && !item["type"];  // the type that it names itself is for the evaluator
    if (!type || !path.target()->matches(fhir::structure_of(*type))) return {};
  }
  const auto key = fhirpath::reference_key(reference);
  return key ? memory_.text(*key) : cell{};
}

// False where it cannot be told.
result<bool> producer::straight(const path_plan& of, const focus& at, bool collection, cell& to) {
  if (of.condition) {
    const truth holds = (*of.condition)(at.json);
    if (holds == truth::failed) return false;
    found_.clear();
    if (holds != truth::empty) found_.push_back(flag_cell(holds == truth::yes));
    PHR_TRY(to, gathered(found_, collection));
    return true;
  }
  const json_path& path = *of.path;
  bool known = true;
  found_.clear();
  const bool told = path.each(at.json, [&](const json::value& item) {
    cell made;
    if (path.taken() != json_path::taken_as::itself) {
      made = key_cell(path, item, known);
      if (made.is == cell::form::absent) return known;  // no key is no item
    } else {
      known = is_of_kind(item, path.kind());
      if (item) made.is = cell::form::json;
      made.json = item;
    }
    found_.push_back(made);
    return known && (collection || found_.size() < 2);
  });
  if (!told || !known) return false;
  PHR_TRY(to, gathered(found_, collection));
  return true;
}

result<cell> producer::gathered(const std::vector<cell>& found, bool collection) {
  if (!collection) {
    if (found.size() > 1) return several();
    return found.empty() ? cell{} : found[0];
  }
  cell made;
  made.is = cell::form::list;
  made.begin = static_cast<std::uint32_t>(memory_.items.size());
  made.size = static_cast<std::uint32_t>(found.size());
  memory_.items.insert(memory_.items.end(), found.begin(), found.end());
  return made;
}

result<void> producer::column(const column_plan& of, const focus& at, cell& to) {
  if (of.is_row_index) {
    to.is = cell::form::integer;
    to.number = at.row_index;
    return success();
  }
  const bool collection = of_.columns[of.index].collection;
  if ((of.value.path || of.value.condition) && is_straight(at)) {
    const auto done = straight(of.value, at, collection, to);
    if (!done) return done.error().nth(of.index);
    if (done.value()) return success();
  }
  found_.clear();
  const fhirpath::value item = item_of(at);
  const auto ended = of.value.general.each(
      {&item, 1},
      [&](const fhirpath::value& found) {
        found_.push_back(cell_of(found, memory_));
        return collection || found_.size() < 2;
      },
      around(at));
  if (!ended) return ended.error();
  auto made = gathered(found_, collection);
  if (!made) return made.error().nth(of.index);
  to = made.value();
  return success();
}

}  // namespace phr::views
