// Resources one by one.
#include "as_of.hpp"
#include "bind.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"
#include "write_kind.hpp"

#include <pybind11/stl.h>

namespace phr::python {

template <>
struct members<resource_summary> {
  static constexpr auto of = std::tuple(&resource_summary::title, &resource_summary::value, &resource_summary::when);
};
template <>
struct members<record> {
  static constexpr auto of = std::tuple(&record::type, &record::id, &record::version, &record::updated, &record::deleted, &record::json);
};
template <>
struct members<write_report> {
  static constexpr auto of = std::tuple(&write_report::type, &write_report::id, &write_report::version, &write_report::kind);
};
template <>
struct members<erase_report> {
  static constexpr auto of = std::tuple(&erase_report::resources, &erase_report::versions, &erase_report::still_named);
};

namespace {

const std::string& text_of(const record& from) {
  if (from.deleted) throw failure{error{errc::gone}.at("the record")};
  return from.json;
}

py::object version_of(const write_report& from) {
  if (from.version == 0) return py::none();
  return py::int_(from.version);
}

}  // namespace

void bind_records(py::module_& m) {
  py::class_<resource_summary> of_summary(m, "Summary", doc("Summary"));
  of_summary.def_property_readonly("title", text_in(&resource_summary::title))
      .def_property_readonly("value", text_in(&resource_summary::value))
      .def_property_readonly("when", text_in(&resource_summary::when))
      .def("__repr__", shown("summary_repr"));
  is_value(of_summary);
  py::class_<record> of_record(m, "Record", doc("Record"));
  columns(of_record, "version", "updated", "deleted", "type", "id");
  of_record
      .def_property_readonly("type", type_in(&record::type))
      .def_readonly("id", &record::id)
      .def_readonly("version", &record::version)
      .def_property_readonly("updated", datetime_in(&record::updated), doc("Record.updated"))
      .def_readonly("deleted", &record::deleted)
      .def("summary", [](const record& from) { return unwrap(summarize(text_of(from))); }, doc("Record.summary"))
      .def("to_json", [](const record& from) { return str(text_of(from)); }, doc("Record.to_json"))
      .def("to_dict", [](const record& from) { return dict_of(text_of(from)); }, doc("Record.to_dict"))
      .def("to_model", [](const record& from) { return model_of(text_of(from)); }, doc("Record.to_model"))
      .def("__repr__", shown("record_repr"))
      .def("_repr_html_", shown("record_html"));
  is_value(of_record);
  py::class_<write_report> of_write(m, "WriteReport", doc("WriteReport"));
  of_write.def_property_readonly("type", type_in(&write_report::type))
      .def_property_readonly("id", text_in(&write_report::id), doc("WriteReport.id"))
      .def_property_readonly("version", &version_of, doc("WriteReport.version"))
      .def_property_readonly("kind", kind_in(&write_report::kind))
      .def("__repr__", shown("write_repr"));
  is_value(of_write);
  py::class_<erase_report> of_erase(m, "EraseReport", doc("EraseReport"));
  of_erase.def_readonly("resources", &erase_report::resources)
      .def_readonly("versions", &erase_report::versions)
      .def_readonly("still_named", &erase_report::still_named, doc("EraseReport.still_named"))
      .def("__repr__", shown("erase_repr"));
  is_value(of_erase);
}

namespace {

void bind_writes(session_class& of) {
  of.def("create",
         [](open_session& in, const py::object& resource) {
           const json_argument json(resource);
           return in.with([&](session& core) { return core.create(json.text()); });
         },
         py::arg("resource"), doc("Session.create"));
  of.def("update",
         [](open_session& in, const py::object& resource, std::optional<std::uint32_t> if_match) {
           const json_argument json(resource);
           return in.with([&](session& core) { return core.update(json.text(), if_match); });
         },
         py::arg("resource"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.update"));
  of.def("delete",
         [](open_session& in, std::string_view type, std::string_view id, std::optional<std::uint32_t> if_match) {
           return in.with([&, of_type = type_of(type)](session& core) { return core.remove(of_type, id, if_match); });
         },
         py::arg("type"), py::arg("id"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.delete"));
  of.def("patch",
         [](open_session& in, std::string_view type, std::string_view id, const py::object& patch, std::optional<std::uint32_t> if_match) {
           const json_argument json(patch_of(patch));
           return in.with([&, of_type = type_of(type)](session& core) { return core.patch(of_type, id, json.text(), if_match); });
         },
         py::arg("type"), py::arg("id"), py::arg("patch"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.patch"));
}

void bind_conditional_writes(session_class& of) {
  of.def("create_if_none",
         [](open_session& in, const py::object& resource, std::string_view criteria) {
           const json_argument json(resource);
           return in.with([&](session& core) { return core.create_if_none(json.text(), criteria); });
         },
         py::arg("resource"), py::arg("criteria"), doc("Session.create_if_none"));
  of.def("update_where",
         [](open_session& in, const py::object& resource, std::string_view criteria, std::optional<std::uint32_t> if_match) {
           const json_argument json(resource);
           return in.with([&](session& core) { return core.update_where(json.text(), criteria, if_match); });
         },
         py::arg("resource"), py::arg("criteria"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.update_where"));
  of.def("patch_where",
         [](open_session& in, std::string_view query, const py::object& patch, std::optional<std::uint32_t> if_match) {
           const json_argument json(patch_of(patch));
           return in.with([&](session& core) { return core.patch_where(query, json.text(), if_match); });
         },
         py::arg("query"), py::arg("patch"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.patch_where"));
  of.def("delete_where",
         [](open_session& in, std::string_view query, std::optional<std::uint32_t> if_match) {
           return in.with([&](session& core) { return core.remove_where(query, if_match); });
         },
         py::arg("query"), py::kw_only(), py::arg("if_match") = py::none(), doc("Session.delete_where"));
  of.def("execute",
         [](open_session& in, const py::object& bundle, const py::object& wanted) {
           const json_argument json(bundle);
           watcher watch(wanted);
           return dict_of(watch.over([&] { return in.with([&](session& core) { return core.execute(json.text(), progress(watch)); }); }));
         },
         py::arg("bundle"), py::arg("progress") = py::none(), doc("Session.execute"));
}

void bind_removals(session_class& of) {
  of.def("purge",
         [](open_session& in, std::string_view type, std::string_view id, bool history_only) {
           return in.with([&, of_type = type_of(type)](session& core) { return history_only ? core.purge_history(of_type, id) : core.purge(of_type, id); });
         },
         py::arg("type"), py::arg("id"), py::kw_only(), py::arg("history_only") = false, doc("Session.purge"));
  of.def("erase",
         [](open_session& in, const std::vector<std::pair<std::string, std::string>>& resources) {
           std::vector<resource_name> names;
           for (const auto& [type, id] : resources) names.push_back({type_of(type), id});
           return in.with([&](session& core) { return core.erase(names); });
         },
         py::arg("resources"), doc("Session.erase"));
}

}  // namespace

void bind_session_records(session_class& of) {
  bind_writes(of);
  bind_conditional_writes(of);
  bind_removals(of);
  of.def("read",
         [](open_session& in, std::string_view type, std::string_view id, const shared_moment& at) {
           return as_of(in, at, [&, of_type = type_of(type)](session& core, const moment& then) { return core.read(of_type, id, then); });
         },
         py::arg("type"), py::arg("id"), py::kw_only(), py::arg("as_of") = py::none(), doc("Session.read"));
  of.def("vread",
         [](open_session& in, std::string_view type, std::string_view id, std::uint32_t version, const shared_moment& at) {
           return as_of(in, at, [&, of_type = type_of(type)](session& core, const moment& then) { return core.vread(of_type, id, version, then); });
         },
         py::arg("type"), py::arg("id"), py::arg("version"), py::kw_only(), py::arg("as_of") = py::none(), doc("Session.vread"));
}

}  // namespace phr::python
