// Versions over time, and the feed of changes.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "write_kind.hpp"

#include <pybind11/stl.h>

namespace phr::python {

template <>
struct members<change_entry> {
  static constexpr auto of = std::tuple(&change_entry::sequence, &change_entry::type, &change_entry::id, &change_entry::version, &change_entry::kind);
};

namespace {

// A phr.Versions.
py::object history(open_session& in, const optional_text& type, const optional_text& id, const py::object& since, const py::object& at,
                   std::optional<std::uint32_t> count, const optional_text& page) {
  history_query asked;
  if (!text_given(type).empty()) asked.type = type_of(*type);
  asked.id = text_given(id);
  asked.since = moment_of(since, "since");
  asked.at = interval_of(at, "at");
  asked.count = count.value_or(0);
  asked.page = text_given(page);
  auto found = in.with([&](session& core) { return core.history(asked); });
  return py::module_::import("phr._history").attr("Versions")(table(std::move(found.versions)), str_or_none(found.next));
}

}  // namespace

void bind_history(py::module_& m) {
  py::class_<change_entry> of(m, "Change", doc("Change"));
  columns(of, "sequence", "kind", "type", "id", "version", "local");
  of.def_readonly("sequence", &change_entry::sequence, doc("Change.sequence"))
      .def_property_readonly("type", type_in(&change_entry::type))
      .def_property_readonly("id", text_in(&change_entry::id), doc("Change.id"))
      .def_readonly("version", &change_entry::version)
      .def_property_readonly("kind", kind_in(&change_entry::kind))
      .def_property_readonly("local", &change_entry::is_local, doc("Change.local"))
      .def("__repr__", shown("change_repr"));
  is_value(of);
  m.def("bundle_of_versions", [](std::vector<record> versions) { return dict_of(to_bundle({std::move(versions), {}})); }, py::arg("versions"));
}

void bind_session_history(session_class& of) {
  of.def("history", &history, py::arg("type") = py::none(), py::arg("id") = py::none(), py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(),
         py::arg("count") = py::none(), py::arg("page") = py::none(), doc("Session.history"));
  of.def("each_version",
         [](const py::object& in, const py::object& type, const py::object& id, const py::object& since, const py::object& at) {
           return py::module_::import("phr._history").attr("each_version")(in, type, id, since, at);
         },
         py::arg("type") = py::none(), py::arg("id") = py::none(), py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(), doc("Session.each_version"));
  of.def("changes",
         [](open_session& in, std::optional<std::int64_t> after, std::size_t most) {
           return table(in.with([&](session& core) { return core.changes(after.value_or(0), most); }));
         },
         py::arg("after") = py::none(), py::kw_only(), py::arg("most") = 1000, doc("Session.changes"));
  of.def("each_change", [](const py::object& in, std::optional<std::int64_t> after) { return py::module_::import("phr._history").attr("each_change")(in, after); },
         py::arg("after") = py::none(), doc("Session.each_change"));
}

}  // namespace phr::python
