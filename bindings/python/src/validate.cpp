// Validation of texts and of phr.fhir's objects.
#include "bind.hpp"
#include "doc.hpp"
#include "held.hpp"
#include "model/model.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/operation_outcome.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

namespace phr::python {

using validate::issue;
using validate::outcome;

// An issue that owns the name of its rule, as one out of a pickle has to.
// Lifetime: a value. Threads: immutable. Errors: none.
struct finding {
  issue of;
  std::string rule;
};
struct judgement {
  std::vector<finding> issues;
};

template <>
struct members<issue> {
  static constexpr auto of = std::tuple(&issue::severity, &issue::type, &issue::message, &issue::path, &issue::json_path, &issue::profile, &issue::line, &issue::column);
};
template <>
struct members<finding> {
  static constexpr auto of = std::tuple(&finding::of, &finding::rule);
};
template <>
struct members<judgement> {
  static constexpr auto of = std::tuple(&judgement::issues);
};

namespace {

judgement judged(const outcome& from) {
  judgement made;
  for (const issue& each : from.issues) made.issues.push_back({each, std::string(each.rule)});
  return made;
}

// Borrows from the judgement.
outcome as_outcome(const judgement& from) {
  outcome made;
  for (const finding& each : from.issues) made.issues.emplace_back(each.of).rule = each.rule;
  return made;
}

bool is_valid(const judgement& from) { return as_outcome(from).is_valid(); }

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
  py::class_<finding> one(m, "Issue", doc("Issue"));
  one.def_property_readonly("severity", [](const finding& from) { return code_of(from.of.severity); })
      .def_property_readonly("code", [](const finding& from) { return code_of(from.of.type); })
      .def_property_readonly("message", [](const finding& from) { return from.of.message; })
      .def_property_readonly("path", [](const finding& from) { return str_or_none(from.of.path); }, doc("Issue.path"))
      .def_property_readonly("rule", [](const finding& from) { return str_or_none(from.rule); }, doc("Issue.rule"))
      .def_property_readonly("profile", [](const finding& from) { return str_or_none(from.of.profile); }, doc("Issue.profile"))
      .def_property_readonly("line", [](const finding& from) { return number_or_none(from.of.line); }, doc("Issue.line"))
      .def_property_readonly("column", [](const finding& from) { return number_or_none(from.of.column); }, doc("Issue.column"))
      .def("__repr__", shown("issue_repr"));
  is_value(one);
  py::class_<judgement> all(m, "Outcome", doc("Outcome"));
  all.def_property_readonly("valid", &is_valid, doc("Outcome.valid"))
      .def_property_readonly("issues", [](const judgement& from) { return from.issues; })
      .def("__bool__", &is_valid)
      .def("__len__", [](const judgement& from) { return from.issues.size(); })
      .def("to_json", [](const judgement& from) { return fhir::json_encode(validate::to_operation_outcome(as_outcome(from))); }, doc("Outcome.to_json"))
      .def("__repr__", shown("outcome_repr"))
      .def("_repr_html_", shown("outcome_html"));
  is_value(all);
  py::class_<validate::profiles> packages(m, "Profiles", doc("Profiles"));
  is_handle(packages, "phr.Profiles are read from packages: load them where they are needed");
  packages.def(py::init<>())
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
    return judged(checked(given, with));
  }, py::arg("resource"), py::arg("profiles"), py::arg("known"), py::arg("known_extensions_only"), py::arg("self_contained"), doc("validate_model"));
}

}  // namespace phr::python
