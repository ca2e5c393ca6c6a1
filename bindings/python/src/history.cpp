// Versions over time, and the feed of changes.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"
#include "write_kind.hpp"

#include <pybind11/stl.h>

namespace phr::python {

namespace {

// A phr.Versions.
py::object history(open_session& in, std::string_view type, const std::string& id, const py::object& since, const py::object& at, std::uint32_t count,
                   const std::string& page) {
  history_query asked;
  if (!type.empty()) asked.type = type_of(type);
  asked.id = id;
  asked.since = moment_of(since, "since");
  asked.at = interval_of(at, "at");
  asked.count = count;
  asked.page = page;
  auto found = in.with([&](session& core) { return core.history(asked); });
  return py::module_::import("phr._history").attr("Versions")(table(std::move(found.versions)), found.next);
}

}  // namespace

void bind_history(py::module_& m) {
  py::class_<change_entry> of(m, "Change", doc("Change"));
  columns(of, "sequence", "kind", "type", "id", "version", "local");
  of.def_readonly("sequence", &change_entry::sequence, doc("Change.sequence"))
      .def_property_readonly("type", type_in(&change_entry::type))
      .def_readonly("id", &change_entry::id, doc("Change.id"))
      .def_readonly("version", &change_entry::version)
      .def_property_readonly("kind", kind_in(&change_entry::kind))
      .def_property_readonly("local", &change_entry::is_local, doc("Change.local"))
      .def("__repr__", shown("change_repr"));
  m.def("bundle_of_versions", [](std::vector<record> versions) { return dict_of(to_bundle({std::move(versions), {}})); }, py::arg("versions"));
}

void bind_session_history(session_class& of) {
  of.def("history", &history, py::arg("type") = "", py::arg("id") = "", py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(),
         py::arg("count") = 0, py::arg("page") = "", doc("Session.history"));
  of.def("each_version",
         [](const py::object& in, const py::object& type, const py::object& id, const py::object& since, const py::object& at) {
           return py::module_::import("phr._history").attr("each_version")(in, type, id, since, at);
         },
         py::arg("type") = "", py::arg("id") = "", py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(), doc("Session.each_version"));
  of.def("changes",
         [](open_session& in, std::int64_t after, std::size_t most) {
           return table(in.with([&](session& core) { return core.changes(after, most); }));
         },
         py::arg("after") = 0, py::kw_only(), py::arg("most") = 1000, doc("Session.changes"));
  of.def("each_change", [](const py::object& in, std::int64_t after) { return py::module_::import("phr._history").attr("each_change")(in, after); },
         py::arg("after") = 0, doc("Session.each_change"));
}

}  // namespace phr::python
