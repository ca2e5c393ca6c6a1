// The parts of the module _core.
#pragma once

#include "handles.hpp"

#include <string_view>

namespace phr::python {

void bind_store(py::module_& m);
void bind_records(py::module_& m);
void bind_history(py::module_& m);
void bind_index(py::module_& m);
void bind_moment(py::module_& m);
void bind_cursor(py::module_& m);
void bind_import(py::module_& m);
void bind_search(py::module_& m);
void bind_everything(py::module_& m);
void bind_sources(py::module_& m);
void bind_summary(py::module_& m);
void bind_sharing(py::module_& m);
void bind_transaction(py::module_& m);
void bind_trend(py::module_& m);
void bind_model(py::module_& m);
void bind_validate(py::module_& m);
void bind_fhirpath(py::module_& m);
void bind_ucum(py::module_& m);
void bind_view(py::module_& m);

using session_class = py::class_<open_session, std::shared_ptr<open_session>>;
void bind_session(py::module_& m);
// The methods of Session, by subject.
void bind_session_records(session_class& of);
void bind_session_history(session_class& of);
void bind_session_import(session_class& of);
void bind_session_search(session_class& of);
void bind_session_everything(session_class& of);
void bind_session_index(session_class& of);
void bind_session_moment(session_class& of);
void bind_session_sources(session_class& of);
void bind_session_summary(session_class& of);
void bind_session_sharing(session_class& of);
void bind_session_transaction(session_class& of);
void bind_session_trend(session_class& of);
void bind_session_view(session_class& of);

// Store.session: a principal, a purpose, a point in time or None, and references.
[[nodiscard]] std::shared_ptr<open_session> session_of(const std::shared_ptr<open_store>& in,
                                                       std::string_view principal, std::string_view purpose,
                                                       const py::object& now, const py::iterable& acting_for);

}  // namespace phr::python
