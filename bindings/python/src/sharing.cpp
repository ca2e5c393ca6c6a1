// What others may see, and who did what.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

namespace phr::python {

template <>
struct members<explanation> {
  static constexpr auto of = std::tuple(&explanation::permit, &explanation::why);
};
template <>
struct members<shared_type> {
  static constexpr auto of = std::tuple(&shared_type::type, &shared_type::patient, &shared_type::count, &shared_type::visible, &shared_type::permit, &shared_type::why);
};
template <>
struct members<audit_entry> {
  static constexpr auto of = std::tuple(&audit_entry::sequence, &audit_entry::at, &audit_entry::actor, &audit_entry::purpose, &audit_entry::action, &audit_entry::outcome, &audit_entry::type, &audit_entry::id, &audit_entry::count);
};
template <>
struct members<audit_verdict> {
  static constexpr auto of = std::tuple(&audit_verdict::intact, &audit_verdict::rows, &audit_verdict::first_bad_row, &audit_verdict::head);
};

namespace {

py::object bad_row_of(const audit_verdict& from) {
  if (from.first_bad_row == 0) return py::none();
  return py::int_(from.first_bad_row);
}

void bind_explanations(py::module_& m) {
  py::class_<explanation> one(m, "Explanation", doc("Explanation"));
  one.def_readonly("permit", &explanation::permit)
      .def_readonly("why", &explanation::why)
      .def("__repr__", shown("explanation_repr"));
  is_value(one);
  py::class_<shared_type> of(m, "SharedType", doc("SharedType"));
  columns(of, "patient", "type", "visible", "count", "permit", "why");
  of.def_property_readonly("type", type_in(&shared_type::type))
      .def_property_readonly("patient", text_in(&shared_type::patient), doc("SharedType.patient"))
      .def_readonly("count", &shared_type::count)
      .def_readonly("visible", &shared_type::visible)
      .def_readonly("permit", &shared_type::permit)
      .def_readonly("why", &shared_type::why)
      .def("__repr__", shown("shared_repr"));
  is_value(of);
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
      .def_property_readonly("type", type_in(&audit_entry::type), doc("AuditEntry.type"))
      .def_property_readonly("id", text_in(&audit_entry::id), doc("AuditEntry.id"))
      .def_readonly("count", &audit_entry::count)
      .def("__repr__", shown("audit_repr"));
  is_value(of);
  py::class_<audit_verdict> verdict(m, "AuditVerdict", doc("AuditVerdict"));
  verdict.def_readonly("intact", &audit_verdict::intact)
      .def_readonly("rows", &audit_verdict::rows)
      .def_property_readonly("first_bad_row", &bad_row_of, doc("AuditVerdict.first_bad_row"))
      .def_readonly("head", &audit_verdict::head, doc("AuditVerdict.head"))
      .def("__bool__", [](const audit_verdict& from) { return from.intact; })
      .def("__repr__", shown("verdict_repr"));
  is_value(verdict);
}

}  // namespace

void bind_sharing(py::module_& m) {
  bind_explanations(m);
  bind_audit(m);
}

void bind_session_sharing(session_class& of) {
  of.def("explain",
         [](open_session& in, std::string_view principal, std::string_view purpose, const optional_text& patient) {
           const auto who = unwrap(access::parse_principal(principal));
           const auto why = unwrap(access::parse_purpose(purpose));
           return table(in.with([&](session& core) { return core.explain(who, why, text_given(patient)); }));
         },
         py::arg("principal"), py::arg("purpose"), py::kw_only(), py::arg("patient") = py::none(), doc("Session.explain"));
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
         [](open_session& in, const optional_text& expected_head, const py::object& wanted) {
           watcher watch(wanted);
           const auto verify = [&](session& core) { return core.verify_audit(text_given(expected_head), progress(watch)); };
           return watch.over([&] { return in.with(verify); });
         },
         py::kw_only(), py::arg("expected_head") = py::none(), py::arg("progress") = py::none(), doc("Session.verify_audit"));
}

}  // namespace phr::python
