#include "text.hpp"

namespace phr::python {

std::string_view view_of(py::handle given) {
  Py_ssize_t size = 0;
  if (PyUnicode_Check(given.ptr())) {
    const char* data = PyUnicode_AsUTF8AndSize(given.ptr(), &size);
    if (data == nullptr) throw py::error_already_set();
    return {data, static_cast<std::size_t>(size)};
  }
  char* data = nullptr;
  if (PyBytes_AsStringAndSize(given.ptr(), &data, &size) != 0) throw py::error_already_set();
  return {data, static_cast<std::size_t>(size)};
}

json_argument::json_argument(const py::object& given) : kept_(given) {
  if (!py::isinstance<py::str>(given) && !py::isinstance<py::bytes>(given)) {
    kept_ = py::module_::import("phr._json").attr("dumps")(given);
  }
  text_ = view_of(kept_);
}

py::object patch_of(const py::object& given) {
  return py::isinstance<py::list>(given) ? py::module_::import("phr._json").attr("patch_text")(given) : given;
}

py::object dict_of(std::string_view json) { return py::module_::import("phr._json").attr("loads")(str(json)); }

py::object model_of(std::string_view json) { return py::module_::import("phr.fhir").attr("from_json")(str(json)); }

std::string path_of(const py::object& path) {
  PyObject* encoded = nullptr;
  if (PyUnicode_FSConverter(path.ptr(), &encoded) == 0) throw py::error_already_set();
  return std::string(view_of(py::reinterpret_steal<py::object>(encoded)));
}

fhir::resource_type type_of(std::string_view name) {
  const auto type = fhir::resource_type_named(name);
  if (!type) throw failure{error{errc::unknown_resource_type}.at("type")};
  return *type;
}

}  // namespace phr::python
