// phr._core.Model and phr._core.ModelList: what phr.fhir's classes are made of.
#include "bind.hpp"
#include "doc.hpp"
#include "held.hpp"
#include "model/model.hpp"
#include "model/reading.hpp"
#include "text.hpp"

#include "fhir/model/slots.hpp"

#include <phr/fhir/diff.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/lazy_json.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <pybind11/stl.h>

namespace phr::python {

namespace {

using fhir::element_kind;
using fhir::field;
using fhir::structure;

// The items of an element that repeats. Lifetime: keeps its tree. Threads: with the GIL held. Errors: as model.
struct model_list {
  model of;
  std::uint16_t position;

  [[nodiscard]] const field& definition() const noexcept { return of.type().fields[position]; }
  [[nodiscard]] fhir::detail::list_word& items() const { return fhir::member<fhir::detail::list_word>(of.object(), definition()); }
};

// bool, int, Decimal or str; None where there is no value.
py::object value_of(element_kind kind, const fhir::code_set* codes, const void* at) {
  if (fhir::is_absent(kind, at)) return py::none();
  const std::string text = fhir::primitive_text_of(kind, codes, at);
  if (kind == element_kind::boolean) return py::bool_(text == "true");
  if (fhir::is_integer(kind)) return py::int_(std::stol(text));
  if (kind == element_kind::decimal) return py::module_::import("decimal").attr("Decimal")(str(text));
  return str(text);
}

py::object object_of(const model& of, way_step to, const structure* type) {
  return type == nullptr ? py::object(py::none()) : py::cast(model(of, to, *type));
}

// One item of an element: a value, or a model of it.
py::object item_of_list(const model_list& list, std::uint32_t index) {
  const field& at = list.definition();
  void* const item = fhir::item_at(list.items(), fhir::item_of(at.kind, at.type), index);
  const way_step to{list.position, static_cast<std::int32_t>(index), false};
  if (at.kind == element_kind::structure) return object_of(list.of, to, at.type);
  if (at.kind == element_kind::resource) return object_of(list.of, to, static_cast<const fhir::any_resource*>(item)->structure());
  return value_of(at.kind, at.codes, item);
}

// The element of a JSON name, or of `value` whatever its type is. AttributeError for a name that FHIR does not have.
py::object get(const model& of, std::string_view name) {
  const structure& type = of.type();
  const int found = type.find(name);
  const field* const at = found < 0 ? type.field_named(name) : &type.fields[type.names[static_cast<std::size_t>(found)].field];
  if (at == nullptr) throw py::attribute_error(std::string(name));
  const std::uint8_t wanted = found < 0 ? 0 : type.names[static_cast<std::size_t>(found)].choice;
  const auto position = static_cast<std::uint16_t>(at - type.fields.data());
  const way_step to{position, -1, false};
  if (at->repeats) return py::cast(model_list{of, position});
  void* const object = of.object();
  if (at->kind == element_kind::structure) {
    return fhir::member<fhir::detail::box_word>(object, *at).get() == nullptr ? py::object(py::none()) : object_of(of, to, at->type);
  }
  if (at->kind == element_kind::resource) return object_of(of, to, fhir::member<fhir::any_resource>(object, *at).structure());
  if (at->kind != element_kind::choice) return value_of(at->kind, at->codes, &fhir::member<char>(object, *at));
  const auto& choice = fhir::member<fhir::detail::choice_word>(object, *at);
  if (choice.index() == 0 || (wanted != 0 && wanted != choice.index())) return py::none();
  const fhir::alternative& chosen = at->choices[choice.index() - 1U];
  if (chosen.kind == element_kind::structure) return object_of(of, to, chosen.type);
  return value_of(chosen.kind, nullptr, choice.get(at->choices));
}

// FHIR's names of the elements, choices as "value"; with `present` only of those that are there.
std::vector<std::string_view> names_of(const model& of, bool present) {
  const structure& type = of.type();
  std::vector<std::string_view> made;
  for (std::size_t at = 0; at < type.fields.size(); ++at) {
    const bool there = !present || fhir::is_present(type.present[at], of.object()) || fhir::sidecar_of(type, of.object()).has_any(static_cast<std::uint16_t>(at));
    if (there) made.push_back(type.fields[at].name);
  }
  return made;
}

// The id and extensions beside a primitive, or None; made where they are asked for to be written to.
py::object beside_of(const model& of, std::string_view name, std::uint32_t index, bool make) {
  const structure& type = of.type();
  const int found = type.find(name);
  const field* const at = found < 0 ? type.field_named(name) : &type.fields[type.names[static_cast<std::size_t>(found)].field];
  if (at == nullptr) throw py::attribute_error(std::string(name));
  const auto position = static_cast<std::uint16_t>(at - type.fields.data());
  if (!fhir::is_primitive(at->kind) && at->kind != element_kind::choice) throw failure{error{errc::wrong_type}.at("an element that is no primitive")};
  auto& beside = fhir::sidecar_of(type, of.object());
  if (make && beside.find(position, index) == nullptr) {
    beside.ensure(position, index);
    ++of.in().moved;
  }
  if (beside.find(position, index) == nullptr) return py::none();
  return py::cast(model(of, {position, static_cast<std::int32_t>(index), true}, fhir::r4::Element::structure_));
}

// The JSON name of a choice for a value of that type: the name itself where it is no choice, or already names a type. An error
// where a choice has no such type, or several are written alike.
std::string choice_name(const model& of, const std::string& name, std::string_view type) {
  const field* const at = of.type().find(name) < 0 ? of.type().field_named(name) : nullptr;
  if (at == nullptr || at->kind != element_kind::choice) return name;
  for (const fhir::alternative& each : at->choices) {
    if (fhir::name(each) != type) continue;
    std::string made = name + std::string(type);
    if (made[name.size()] >= 'a' && made[name.size()] <= 'z') made[name.size()] = static_cast<char>(made[name.size()] - 32);
    return made;
  }
  throw failure{error{errc::wrong_type}.at("a choice: name its type, as in valueDateTime")};
}

model parsed(const std::string& type_name, const py::object& given, bool lenient) {
  const json_argument json(given);
  const structure* const type = type_name.empty() ? nullptr : structure_named(type_name);
  if (!type_name.empty() && type == nullptr) throw failure{error{errc::unknown_resource_type}.at("the type")};
  if (type == nullptr || type->resource != fhir::resource_type{}) {
    fhir::any_resource read = read_resource(json.text(), lenient);
    if (type != nullptr && read.structure() != type) throw failure{error{errc::wrong_type}.at("resourceType")};
    return model(std::make_shared<tree>(std::move(read)));
  }
  auto made = std::make_shared<tree>(*type);
  read_into(*type, made->root(), json.text());
  return model(std::move(made));
}

// Of which only the outline is read now.
model opened(const py::object& given) {
  const json_argument json(given);
  thread_local fhir::lazy_json outline;  // keeps its memory
  result<void> read = error{errc::internal};
  {
    const unlocked work;
    read = outline.open(json.text());
  }
  if (!read) raise_fault(read.error(), outline.issues().empty() ? nullptr : &outline.issues().back());
  return model(std::make_shared<tree>(fhir::structure_of(outline.type()), std::string(json.text())));
}

model parsed_xml(std::string_view text, bool lenient) {
  fhir::xml_decoder decoder;
  auto read = decoder.decode(text, {.lenient = lenient});
  if (!read) raise_fault(read.error(), decoder.issues().empty() ? nullptr : &decoder.issues().back());
  return model(std::make_shared<tree>(std::move(read.value())));
}

std::string json_of(const model& of) {
  std::string out;
  fhir::append_json(out, of.type(), of.object());
  return out;
}

std::string xml_of(const model& of) {
  std::string out;
  unwrap(fhir::append_xml(out, of.type(), of.object()));
  return out;
}

// (path, code, line, column) of each fault of a lenient reading.
py::list faults_of(const py::object& given) {
  const json_argument json(given);
  fhir::json_decoder decoder;
  const auto read = decoder.decode(json.text(), {.lenient = true});
  py::list made;
  const auto number = [](std::uint32_t counted) { return counted == 0 ? py::object(py::none()) : py::object(py::int_(counted)); };
  for (const auto& each : decoder.issues()) made.append(py::make_tuple(str_or_none(each.path), str(name(each.code)), number(each.line), number(each.column)));
  if (!read && decoder.issues().empty()) {
    made.append(py::make_tuple(py::none(), str(name(read.error().code())), number(read.error().line()), number(read.error().column())));
  }
  return made;
}

// (path, JSON before, JSON after) of each difference.
py::list differences_of(const model& before, const model& after) {
  if (&before.type() != &after.type() || before.type().resource == fhir::resource_type{}) throw failure{error{errc::wrong_type}.at("two resources of one type")};
  fhir::any_resource left(before.type());
  fhir::any_resource right(after.type());
  before.type().item.destroy(left.object());
  before.type().item.copy(left.object(), before.object());
  after.type().item.destroy(right.object());
  after.type().item.copy(right.object(), after.object());
  py::list made;
  for (const auto& each : fhir::differences(left, right)) made.append(py::make_tuple(str(each.path), str_or_none(each.before), str_or_none(each.after)));
  return made;
}

}  // namespace

void bind_model(py::module_& m) {
  py::class_<model>(m, "Model", doc("Model"))
      .def_property_readonly("type", [](const model& of) { return str(of.type().name); })
      .def_property_readonly("is_resource", [](const model& of) { return of.type().resource != fhir::resource_type{}; })
      .def("get", &get, py::arg("name"), doc("Model.get"))
      .def("set", [](const model& of, std::string_view name, std::string_view json) { assign(of, name, json); }, py::arg("name"), py::arg("json"), doc("Model.set"))
      .def("names", &names_of, py::arg("present"), doc("Model.names"))
      .def("choice_name", &choice_name, py::arg("name"), py::arg("type"), doc("Model.choice_name"))
      .def("beside", &beside_of, py::arg("name"), py::arg("index"), py::arg("make"), doc("Model.beside"))
      .def("json", &json_of)
      .def("xml", &xml_of)
      .def("copy", [](const model& of) { return model(std::make_shared<tree>(of.type(), of.object())); })
      .def("equals", [](const model& a, const model& b) { return &a.type() == &b.type() && fhir::equal(a.type(), a.object(), b.object()); }, py::arg("other"));
  py::class_<model_list>(m, "ModelList", doc("ModelList"))
      .def("__len__", [](const model_list& of) { return of.items().size(); })
      .def("get", [](const model_list& of, std::uint32_t index) {
        if (index >= of.items().size()) throw py::index_error("list index out of range");
        return item_of_list(of, index);
      }, py::arg("index"))
      .def("splice", [](const model_list& of, std::uint32_t index, std::uint32_t count, std::string_view json) {
        if (index > of.items().size() || count > of.items().size() - index) throw py::index_error("list index out of range");
        splice(of.of, of.definition(), index, count, json);
      }, py::arg("index"), py::arg("count"), py::arg("json"), doc("ModelList.splice"));
  m.def("model_of_json", &parsed, py::arg("type"), py::arg("json"), py::arg("lenient"), doc("model_of_json"));
  m.def("open_json", &opened, py::arg("json"), doc("open_json"));
  m.def("model_of_xml", [](const py::object& text, bool lenient) { return parsed_xml(view_of(text), lenient); }, py::arg("xml"), py::arg("lenient"), doc("model_of_xml"));
  m.def("new_model", [](std::string_view type) {
    const structure* const known = structure_named(type);
    if (known == nullptr) throw failure{error{errc::unknown_resource_type}.at("the type")};
    return model(std::make_shared<tree>(*known));
  }, py::arg("type"), doc("new_model"));
  m.def("faults_of_json", &faults_of, py::arg("json"), doc("faults_of_json"));
  m.def("model_differences", &differences_of, py::arg("before"), py::arg("after"), doc("model_differences"));
}

}  // namespace phr::python
