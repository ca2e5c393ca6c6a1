#include "model/reading.hpp"

#include "held.hpp"

namespace phr::python {

void raise_fault(const error& what, const fhir::decode_issue* at) {
  const py::object raised = as_exception(what);
  if (at != nullptr && !at->path.empty()) {
    raised.attr("where") = str(at->path);
    raised.attr("args") = py::make_tuple(str(std::string(py::str(raised.attr("args")[py::int_(0)])).append(" [").append(at->path).append("]")), raised.attr("code"), raised.attr("where"),
                                         raised.attr("line"), raised.attr("column"), raised.attr("ordinal"), raised.attr("advice"));
  }
  PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
  throw py::error_already_set();
}

fhir::any_resource read_resource(std::string_view json, bool lenient) {
  thread_local fhir::json_decoder decoder;  // keeps its memory
  result<fhir::any_resource> read = error{errc::internal};
  {
    const unlocked work;
    read = decoder.decode(json, {.lenient = lenient});
  }
  if (!read) raise_fault(read.error(), decoder.issues().empty() ? nullptr : &decoder.issues().back());
  return std::move(read.value());
}

void read_into(const fhir::structure& type, void* object, std::string_view json) {
  if (json.empty()) return;
  fhir::json_decoder decoder;
  const auto read = decoder.decode_into(type, object, json);
  if (!read) raise_fault(read.error(), decoder.issues().empty() ? nullptr : &decoder.issues().back());
}

}  // namespace phr::python
