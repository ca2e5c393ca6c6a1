// Versions over time, and the feed of changes.
#include "cursor.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "write_kind.hpp"

#include <pybind11/stl.h>

namespace phr::python {

template <>
struct members<change_entry> {
  static constexpr auto of = std::tuple(&change_entry::sequence, &change_entry::type, &change_entry::id, &change_entry::version, &change_entry::kind, &change_entry::origin,
                                        &change_entry::revision);
};

namespace {

history_query query_of(const optional_text& type, const optional_text& id, const py::object& since, const py::object& at) {
  history_query asked;
  if (!text_given(type).empty()) asked.type = type_of(*type);
  asked.id = text_given(id);
  asked.since = time_given(since, "since");
  asked.at = interval_of(at, "at");
  return asked;
}

// A phr.Versions.
py::object history(open_session& in, const optional_text& type, const optional_text& id, const py::object& since, const py::object& at, std::optional<std::uint32_t> count,
                   const optional_text& page, const shared_moment& then) {
  history_query asked = query_of(type, id, since, at);
  asked.count = count.value_or(0);
  asked.page = text_given(page);
  auto found = as_of(in, then, [&](session& core, const moment& seen) {
    asked.as_of = seen;
    return core.history(asked);
  });
  return py::module_::import("phr._history").attr("Versions")(table(std::move(found.versions)), str_or_none(found.next));
}

row_iterator<record> each_version(const std::shared_ptr<open_session>& in, const optional_text& type, const optional_text& id, const py::object& since, const py::object& at,
                                  const shared_moment& then) {
  history_query asked = query_of(type, id, since, at);
  auto made = as_of(*in, then, [&](session& core, const moment& seen) {
    asked.as_of = seen;
    return core.history_cursor(asked);
  });
  return begun(in, std::move(made), then);
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
      .def_property_readonly("origin", text_in(&change_entry::origin), doc("Change.origin"))
      .def_property_readonly("revision", text_in(&change_entry::revision), doc("Change.revision"))
      .def("__repr__", shown("change_repr"));
  is_value(of);
  m.def("bundle_of_versions", [](std::vector<record> versions) { return dict_of(to_bundle({std::move(versions), {}})); }, py::arg("versions"));
}

void bind_session_history(session_class& of) {
  of.def("history", &history, py::arg("type") = py::none(), py::arg("id") = py::none(), py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(),
         py::arg("count") = py::none(), py::arg("page") = py::none(), py::arg("as_of") = py::none(), doc("Session.history"));
  of.def("each_version", &each_version, py::arg("type") = py::none(), py::arg("id") = py::none(), py::kw_only(), py::arg("since") = py::none(), py::arg("at") = py::none(),
         py::arg("as_of") = py::none(), doc("Session.each_version"));
  of.def("changes",
         [](open_session& in, std::optional<std::int64_t> after, std::size_t most, const shared_moment& at) {
           return table(as_of(in, at, [&](session& core, const moment& then) { return core.changes(after.value_or(0), most, then); }));
         },
         py::arg("after") = py::none(), py::kw_only(), py::arg("most") = 1000, py::arg("as_of") = py::none(), doc("Session.changes"));
  of.def("each_change",
         [](const std::shared_ptr<open_session>& in, std::optional<std::int64_t> after, const shared_moment& at) {
           return begun(in, as_of(*in, at, [&](session& core, const moment& then) { return core.changes_cursor(after.value_or(0), then); }), at);
         },
         py::arg("after") = py::none(), py::kw_only(), py::arg("as_of") = py::none(), doc("Session.each_change"));
}

}  // namespace phr::python
