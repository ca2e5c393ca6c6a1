// What others may see, and who did what.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"
#include "watcher.hpp"

namespace phr::python {

namespace {

void bind_explanations(py::module_& m) {
  py::class_<explanation>(m, "Explanation", doc("Explanation"))
      .def_readonly("permit", &explanation::permit)
      .def_readonly("why", &explanation::why)
      .def("__repr__", shown("explanation_repr"));
  py::class_<shared_type> of(m, "SharedType", doc("SharedType"));
  columns(of, "patient", "type", "visible", "count", "permit", "why");
  of.def_property_readonly("type", type_in(&shared_type::type))
      .def_readonly("patient", &shared_type::patient)
      .def_readonly("count", &shared_type::count)
      .def_readonly("visible", &shared_type::visible)
      .def_readonly("permit", &shared_type::permit)
      .def_readonly("why", &shared_type::why)
      .def("__repr__", shown("shared_repr"));
}

void bind_audit(py::module_& m) {
  py::class_<audit_entry> of(m, "AuditEntry", doc("AuditEntry"));
  columns(of, "sequence", "at", "actor", "purpose", "action", "outcome", "count", "type", "id");
  of.def_readonly("sequence", &audit_entry::sequence)
      .def_property_readonly("at", datetime_in(&audit_entry::at))
      .def_readonly("actor", &audit_entry::actor)
      .def_readonly("purpose", &audit_entry::purpose)
      .def_property_readonly("action", [](const audit_entry& from) { return str(name(from.action)); })
      .def_property_readonly("outcome", [](const audit_entry& from) { return str(name(from.outcome)); })
      .def_property_readonly("type", type_in(&audit_entry::type))
      .def_readonly("id", &audit_entry::id)
      .def_readonly("count", &audit_entry::count)
      .def("__repr__", shown("audit_repr"));
  py::class_<audit_verdict>(m, "AuditVerdict", doc("AuditVerdict"))
      .def_readonly("intact", &audit_verdict::intact)
      .def_readonly("rows", &audit_verdict::rows)
      .def_readonly("first_bad_row", &audit_verdict::first_bad_row, doc("AuditVerdict.first_bad_row"))
      .def_readonly("head", &audit_verdict::head, doc("AuditVerdict.head"))
      .def("__bool__", [](const audit_verdict& from) { return from.intact; })
      .def("__repr__", shown("verdict_repr"));
}

}  // namespace

void bind_sharing(py::module_& m) {
  bind_explanations(m);
  bind_audit(m);
}

void bind_session_sharing(session_class& of) {
  of.def("explain",
         [](open_session& in, std::string_view principal, std::string_view purpose, std::string_view patient) {
           const auto who = unwrap(access::parse_principal(principal));
           const auto why = unwrap(access::parse_purpose(purpose));
           return table(in.with([&](session& core) { return core.explain(who, why, patient); }));
         },
         py::arg("principal"), py::arg("purpose"), py::kw_only(), py::arg("patient") = "", doc("Session.explain"));
  of.def("explain_one",
         [](open_session& in, std::string_view principal, std::string_view purpose, std::string_view type,
            std::string_view id) {
           const auto who = unwrap(access::parse_principal(principal));
           const auto why = unwrap(access::parse_purpose(purpose));
           return in.with([&, of_type = type_of(type)](session& core) { return core.explain(who, why, of_type, id); });
         },
         py::arg("principal"), py::arg("purpose"), py::arg("type"), py::arg("id"), doc("Session.explain_one"));
  of.def("audit_trail",
         [](open_session& in, std::int64_t most) {
           return table(in.with([&](session& core) { return core.audit_trail(most); }));
         },
         py::kw_only(), py::arg("most") = 1000, doc("Session.audit_trail"));
  of.def("verify_audit",
         [](open_session& in, std::string_view expected_head, const py::object& wanted) {
           watcher watch(wanted);
           const auto verify = [&](session& core) { return core.verify_audit(expected_head, progress(watch)); };
           return watch.over([&] { return in.with(verify); });
         },
         py::kw_only(), py::arg("expected_head") = "", py::arg("progress") = py::none(), doc("Session.verify_audit"));
}

}  // namespace phr::python
