// Columns and conditions: straight over JSON where that can be told, else by FHIRPath.
#include "views/run/producer.hpp"

#include "fhirpath/value/keys.hpp"

#include <phr/fhir/reference.hpp>

#include <array>

namespace phr::views {

namespace json = fhir::json;
using fhirpath::json_path;
using fhirpath::truth;

namespace {

error several_values() { return error{errc::invalid_value}.at("a view's column: several values, and it is no collection"); }

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

constexpr std::array<bool, 256> of_an_id = [] {
  std::array<bool, 256> made{};
  for (char c = '0'; c <= '9'; ++c) made[static_cast<unsigned char>(c)] = true;
  for (char c = 'a'; c <= 'z'; ++c) made[static_cast<unsigned char>(c)] = made[static_cast<unsigned char>(c - 0x20)] = true;
  made['-'] = made['.'] = true;
  return made;
}();

// "Patient/p1" as it stands is its own key.
bool is_plain_reference(std::string_view text, std::string_view type) noexcept {
  if (text.size() <= type.size() + 1 || text.size() > type.size() + 65 || !text.starts_with(type) || text[type.size()] != '/') return false;
  bool valid = true;
  for (const char c : text.substr(type.size() + 1)) valid = valid & of_an_id[static_cast<unsigned char>(c)];
  return valid;
}

cell json_cell(const json::value& of) {
  cell made;
  made.is = cell::form::json;
  made.json = of;
  return made;
}

}  // namespace

result<bool> producer::passes(const path_plan& of, const focus& at) {
  if (of.condition && is_straight(at)) {
    const truth holds = (*of.condition)(at.json);
    if (holds != truth::failed) return holds == truth::yes;
  }
  const auto evaluated = of.general.evaluate(fhirpath::collection{item_of(at)}, around(at));
  if (!evaluated) return of_path(evaluated.error());
  const fhirpath::collection& found = evaluated.value();
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
    static const json::key id_name("id");
    const json::value id = item[id_name];
    known = known && (!id || id.is_string());
    if (!id.is_string()) return {};
    cell made = memory_.text(fhir::name(of_.resource));
    memory_.texts += '/';
    memory_.texts += id.text(scratch);
    made.size = static_cast<std::uint32_t>(memory_.texts.size()) - made.begin;
    return made;
  }
  static const json::key reference_name("reference");
  const json::value text = item[reference_name];
  if (!text.is_string()) {
    known = known && !text && !item["type"];
    return {};
  }
  const std::string_view reference = text.text(scratch);
  const fhir::structure* const wanted = path.target() ? path.target()->structure() : nullptr;
  if (wanted != nullptr && is_plain_reference(reference, wanted->name)) return json_cell(text);
  const auto type = fhir::split_reference(reference).type;
  if (path.target()) {
    if (!type) known = known && !item["type"];  // the type that it names itself is for the evaluator
    if (!type || !path.target()->matches(fhir::structure_of(*type))) return {};
  }
  if (type && is_plain_reference(reference, fhir::name(*type))) return json_cell(text);
  const auto key = fhirpath::reference_key(reference);
  return key ? memory_.text(*key) : cell{};
}

producer::told producer::straight(const path_plan& of, const focus& at, bool collection, cell& to) {
  found_.clear();
  if (of.condition) {
    const truth holds = (*of.condition)(at.json);
    if (holds == truth::failed) return told::no;
    if (holds != truth::empty) found_.push_back(flag_cell(holds == truth::yes));
    return gathered(collection, to) ? told::yes : told::failed;
  }
  const json_path& path = *of.path;
  bool known = true;
  if (!collection && path.taken() == json_path::taken_as::itself) {  // what most columns are
    bool any = false;
    bool several = false;
    const bool through = path.each(at.json, [&](const json::value& item) {
      if (any) return several = true, false;
      any = true;
      known = is_of_kind(item, path.kind());
      if (item) to.is = cell::form::json;
      to.json = item;
      return known;
    });
    if (!through || !known) return to = cell{}, told::no;
    return several ? (fail(several_values()), told::failed) : told::yes;
  }
  const bool through = path.each(at.json, [&](const json::value& item) {
    if (path.taken() != json_path::taken_as::itself) {
      const cell made = key_cell(path, item, known);
      if (made.is == cell::form::absent) return known;  // no key is no item
      found_.push_back(made);
    } else {
      known = is_of_kind(item, path.kind());
      cell& made = found_.emplace_back();
      if (item) made.is = cell::form::json;
      made.json = item;
    }
    return known && (collection || found_.size() < 2);
  });
  if (!through || !known) return told::no;
  return gathered(collection, to) ? told::yes : told::failed;
}

// What was found as the one cell of the column.
bool producer::gathered(bool collection, cell& to) {
  if (!collection) {
    if (found_.size() > 1) return fail(several_values());
    to = found_.empty() ? cell{} : found_[0];
    return true;
  }
  to.is = cell::form::list;
  to.begin = static_cast<std::uint32_t>(memory_.items.size());
  to.size = static_cast<std::uint32_t>(found_.size());
  memory_.items.insert(memory_.items.end(), found_.begin(), found_.end());
  return true;
}

bool producer::column(const column_plan& of, const focus& at, cell& to) {
  const bool collection = of_.columns[of.index].collection;
  if (of.is_row_index) {
    found_.clear();
    cell& made = found_.emplace_back();
    made.is = cell::form::integer;
    made.number = at.row_index;
    return gathered(collection, to);
  }
  if ((of.value.path || of.value.condition) && is_straight(at)) {
    const told done = straight(of.value, at, collection, to);
    if (done != told::no) return done == told::yes || fail(why_.nth(of.index));
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
  if (!ended) return fail(of_path(ended.error()).nth(of.index));
  return gathered(collection, to) || fail(why_.nth(of.index));
}

}  // namespace phr::views
