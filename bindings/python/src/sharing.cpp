// What others may see, and who did what.
#include "bind.hpp"
#include "doc.hpp"
#include "times.hpp"
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
struct members<pending_consent> {
  static constexpr auto of = std::tuple(&pending_consent::id, &pending_consent::version, &pending_consent::patient, &pending_consent::title, &pending_consent::deleted, &pending_consent::readable, &pending_consent::unsure, &pending_consent::adopted);
};
template <>
struct members<consent_effect> {
  static constexpr auto of = std::tuple(&consent_effect::principal, &consent_effect::purpose, &consent_effect::type, &consent_effect::before, &consent_effect::after);
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

py::object adopted_of(const pending_consent& from) {
  if (from.adopted == 0) return py::none();
  return py::int_(from.adopted);
}

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

void bind_adoption(py::module_& m) {
  py::class_<pending_consent> pending(m, "PendingConsent", doc("PendingConsent"));
  columns(pending, "id", "version", "patient", "title", "deleted", "readable", "unsure", "adopted");
  pending.def_readonly("id", &pending_consent::id)
      .def_readonly("version", &pending_consent::version)
      .def_property_readonly("patient", text_in(&pending_consent::patient), doc("PendingConsent.patient"))
      .def_property_readonly("title", text_in(&pending_consent::title), doc("PendingConsent.title"))
      .def_readonly("deleted", &pending_consent::deleted, doc("PendingConsent.deleted"))
      .def_readonly("readable", &pending_consent::readable, doc("PendingConsent.readable"))
      .def_readonly("unsure", &pending_consent::unsure, doc("PendingConsent.unsure"))
      .def_property_readonly("adopted", &adopted_of, doc("PendingConsent.adopted"))
      .def("__repr__", shown("pending_repr"));
  is_value(pending);
  py::class_<consent_effect> effect(m, "ConsentEffect", doc("ConsentEffect"));
  columns(effect, "principal", "purpose", "type", "before", "after");
  effect.def_property_readonly("principal", text_in(&consent_effect::principal), doc("ConsentEffect.principal"))
      .def_property_readonly("purpose", [](const consent_effect& from) { return str(access::code(from.purpose)); })
      .def_property_readonly("type", type_in(&consent_effect::type))
      .def_readonly("before", &consent_effect::before)
      .def_readonly("after", &consent_effect::after)
      .def("__repr__", shown("effect_repr"));
  is_value(effect);
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

// The version to decide on: the one that is given, or the newest that waits.
result<std::uint32_t> version_to_decide(session& core, std::string_view id, std::optional<std::uint32_t> given) {
  if (given) return *given;
  PHR_TRY(const auto waiting, core.pending_consents());
  for (const auto& each : waiting) {
    if (each.id == id) return each.version;
  }
  return error{errc::not_found}.at("a Consent that is pending");
}

using decision = result<void> (session::*)(std::string_view, std::uint32_t);
auto deciding(decision made) {
  return [made](open_session& in, std::string_view id, std::optional<std::uint32_t> version) {
    in.with([&](session& core) -> result<void> {
      PHR_TRY(const auto which, version_to_decide(core, id, version));
      return (core.*made)(id, which);
    });
  };
}

void bind_session_adoption(session_class& of) {
  of.def("pending_consents", [](open_session& in) { return table(in.with([](session& core) { return core.pending_consents(); })); },
         doc("Session.pending_consents"));
  of.def("preview_consent",
         [](open_session& in, std::string_view id) { return table(in.with([&](session& core) { return core.preview_consent(id); })); },
         py::arg("id"), doc("Session.preview_consent"));
  of.def("adopt_consent", deciding(&session::adopt_consent), py::arg("id"), py::arg("version") = py::none(), doc("Session.adopt_consent"));
  of.def("reject_consent", deciding(&session::reject_consent), py::arg("id"), py::arg("version") = py::none(), doc("Session.reject_consent"));
}

}  // namespace

void bind_sharing(py::module_& m) {
  bind_explanations(m);
  bind_adoption(m);
  bind_audit(m);
}

void bind_session_sharing(session_class& of) {
  bind_session_adoption(of);
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
