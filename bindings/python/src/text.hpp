// Text between Python and the core.
#pragma once

#include "failure.hpp"

#include <phr/core/static_text.hpp>
#include <phr/fhir/resource_type.hpp>

#include <pybind11/stl.h>

#include <optional>
#include <string>
#include <string_view>

namespace phr::python {

[[nodiscard]] inline py::str str(std::string_view text) { return {text.data(), text.size()}; }
[[nodiscard]] inline py::str str(const static_text& text) { return {text.data(), text.size()}; }
[[nodiscard]] inline py::str str(fhir::resource_type type) { return str(fhir::name(type)); }

// None for "": what is absent in the core is None in Python.
[[nodiscard]] inline py::object str_or_none(std::string_view text) { return text.empty() ? py::object(py::none()) : py::object(str(text)); }

// A member of a row, as a property; None for none.
template <class Row>
[[nodiscard]] auto type_in(fhir::resource_type Row::*type) {
  return [type](const Row& from) { return str_or_none(fhir::name(from.*type)); };
}
template <class Row>
[[nodiscard]] auto text_in(std::string Row::*text) {
  return [text](const Row& from) { return str_or_none(from.*text); };
}

// What a call may leave out: None, or "", is what the core takes for none.
using optional_text = std::optional<std::string>;
[[nodiscard]] inline std::string text_given(const optional_text& text) { return text.value_or(std::string()); }

// UTF-8 of a str, or the bytes; anything else is a TypeError. Borrows from the object.
[[nodiscard]] std::string_view view_of(py::handle given);

// A resource as text, bytes, dict or phr.fhir object, in UTF-8.
// Lifetime: keeps the text alive. Threads: made and ended with the GIL held, read without. Errors: TypeError,
// ValueError.
class json_argument {
 public:
  explicit json_argument(const py::object& given);
  [[nodiscard]] std::string_view text() const noexcept { return text_; }

 private:
  py::object kept_;
  std::string_view text_;
};

// A list is a JSON Patch, and becomes its text; Parameters and texts are as they are.
[[nodiscard]] py::object patch_of(const py::object& given);

// JSON text of a resource as a phr.fhir object.
[[nodiscard]] py::object model_of(std::string_view json);

// JSON text as a dict; numbers with a point or exponent become decimal.Decimal.
[[nodiscard]] py::object dict_of(std::string_view json);

// A str or os.PathLike as the file system's bytes. ValueError for a zero byte.
[[nodiscard]] std::string path_of(const py::object& path);

// Throws unknown_resource_type at "type".
[[nodiscard]] fhir::resource_type type_of(std::string_view name);

// A method that phr._display carries out: shown("hits") is display.hits(self).
[[nodiscard]] inline auto shown(const char* as) {
  return [as](const py::object& self) -> py::str { return py::module_::import("phr._display").attr(as)(self); };
}

}  // namespace phr::python
