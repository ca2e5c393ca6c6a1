// Validation of texts and of phr.fhir's objects.
#include "bind.hpp"
#include "doc.hpp"
#include "held.hpp"
#include "model/model.hpp"
#include "table.hpp"
#include "text.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

#include <pybind11/stl.h>

namespace phr::python {

namespace {

using validate::issue;
using validate::outcome;

template <class Code>
py::str code_of(Code code) {
  return str(fhir::r4::code_set_of(code).names[static_cast<std::size_t>(code)]);
}

py::object number_or_none(std::uint32_t number) {
  if (number == 0) return py::none();
  return py::int_(number);
}

outcome checked(const py::object& given, const validate::options& with) {
  if (py::isinstance<model>(given)) {
    const auto& of = given.cast<const model&>();
    if (of.type().resource == fhir::resource_type{}) throw failure{error{errc::wrong_type}.at("a resource")};
    fhir::any_resource copy(of.type());
    of.type().item.destroy(copy.object());
    of.type().item.copy(copy.object(), of.object());
    return validate::check(copy, with);
  }
  const json_argument text(given);
  const unlocked work;
  return validate::check_text(text.text(), with);
}

fhir::any_resource definition_of(const py::object& given) {
  const json_argument text(given);
  const bool xml = text.text().find('<') < text.text().find('{');
  return xml ? unwrap(fhir::xml_decode(text.text(), {.lenient = true})) : unwrap(fhir::json_decode(text.text(), {.lenient = true}));
}

}  // namespace

void bind_validate(py::module_& m) {
  py::class_<issue>(m, "Issue", doc("Issue"))
      .def_property_readonly("severity", [](const issue& of) { return code_of(of.severity); })
      .def_property_readonly("code", [](const issue& of) { return code_of(of.type); })
      .def_readonly("message", &issue::message)
      .def_readonly("path", &issue::path, doc("Issue.path"))
      .def_property_readonly("rule", [](const issue& of) { return str(of.rule); }, doc("Issue.rule"))
      .def_readonly("profile", &issue::profile, doc("Issue.profile"))
      .def_property_readonly("line", [](const issue& of) { return number_or_none(of.line); }, doc("Issue.line"))
      .def_property_readonly("column", [](const issue& of) { return number_or_none(of.column); }, doc("Issue.column"))
      .def("__repr__", shown("issue_repr"));
  py::class_<outcome>(m, "Outcome", doc("Outcome"))
      .def_property_readonly("valid", &outcome::is_valid, doc("Outcome.valid"))
      .def_property_readonly("issues", [](const outcome& of) { return of.issues; })
      .def("__bool__", &outcome::is_valid)
      .def("__len__", [](const outcome& of) { return of.issues.size(); })
      .def("to_json", [](const outcome& of) { return fhir::json_encode(validate::to_operation_outcome(of)); }, doc("Outcome.to_json"))
      .def("__repr__", shown("outcome_repr"))
      .def("_repr_html_", shown("outcome_html"));
  py::class_<validate::profiles>(m, "Profiles", doc("Profiles"))
      .def(py::init<>())
      .def("add", [](validate::profiles& to, const py::object& definition) { return unwrap(to.add(definition_of(definition))); }, py::arg("definition"), doc("Profiles.add"))
      .def("load", [](validate::profiles& to, const py::object& folder) {
        const std::string path = path_of(folder);
        const unlocked work;
        return unwrap(to.load_folder(path));
      }, py::arg("folder"), doc("Profiles.load"))
      .def("__contains__", [](const validate::profiles& in, std::string_view url) { return in.knows(url); }, py::arg("url"))
      .def("urls", &validate::profiles::urls, doc("Profiles.urls"))
      .def("__repr__", shown("profiles_repr"));
  m.def("validate_model", [](const py::object& given, std::vector<std::string> profiles, const validate::profiles* known, bool known_extensions_only, bool self_contained) {
    validate::options with;
    with.known = known;
    with.profiles = profiles;
    with.known_extensions_only = known_extensions_only;
    with.self_contained = self_contained;
    return checked(given, with);
  }, py::arg("resource"), py::arg("profiles"), py::arg("known"), py::arg("known_extensions_only"), py::arg("self_contained"), doc("validate_model"));
}

}  // namespace phr::python
