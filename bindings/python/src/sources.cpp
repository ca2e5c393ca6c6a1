// Sources of a record.
#include "as_of.hpp"
#include "bind.hpp"
#include "counts.hpp"
#include "doc.hpp"
#include "table.hpp"
#include "text.hpp"
#include "times.hpp"
#include "value.hpp"
#include "watcher.hpp"

#include <pybind11/stl.h>

namespace phr::python {

template <>
struct members<source_info> {
  static constexpr auto of = std::tuple(&source_info::uri, &source_info::name, &source_info::kind, &source_info::first_seen, &source_info::last_seen, &source_info::counts);
};
template <>
struct members<forget_preview> {
  static constexpr auto of = std::tuple(&forget_preview::counts, &forget_preview::resources, &forget_preview::versions, &forget_preview::edited, &forget_preview::still_named);
};

namespace {

template <class Row>
py::dict counts_in(const Row& from) {
  py::dict counts;
  for (const auto& each : from.counts) counts[str(each.type)] = each.count;
  return counts;
}

std::uint64_t resources_of(const source_info& from) {
  std::uint64_t sum = 0;
  for (const auto& each : from.counts) sum += each.count;
  return sum;
}

// Texts, so that no Python runs while the core reads.
std::vector<std::string> exported(open_session& in, std::string_view uri, const shared_moment& at) {
  std::vector<std::string> all;
  const auto take = [&](std::string_view json) {
    all.emplace_back(json);
    return true;
  };
  as_of(in, at, [&](session& core, const moment& then) { return core.export_source(uri, take, then); });
  return all;
}

}  // namespace

void bind_sources(py::module_& m) {
  py::class_<source_info> of_source(m, "Source", doc("Source"));
  columns(of_source, "name", "kind", "resources", "last_seen", "uri");
  of_source.def_readonly("uri", &source_info::uri, doc("Source.uri"))
      .def_readonly("name", &source_info::name, doc("Source.name"))
      .def_property_readonly("kind", [](const source_info& from) { return str(name(from.kind)); }, doc("Source.kind"))
      .def_property_readonly("first_seen", datetime_in(&source_info::first_seen), doc("Source.first_seen"))
      .def_property_readonly("last_seen", datetime_in(&source_info::last_seen))
      .def_property_readonly("resources", &resources_of, doc("Source.resources"))
      .def_property_readonly("counts", &counts_in<source_info>, doc("Source.counts"))
      .def("__repr__", shown("source_repr"));
  is_value(of_source);
  py::class_<forget_preview> of_preview(m, "ForgetPreview", doc("ForgetPreview"));
  of_preview.def_property_readonly("counts", &counts_in<forget_preview>, doc("ForgetPreview.counts"))
      .def_readonly("resources", &forget_preview::resources, doc("ForgetPreview.resources"))
      .def_readonly("versions", &forget_preview::versions)
      .def_readonly("edited", &forget_preview::edited, doc("ForgetPreview.edited"))
      .def_readonly("still_named", &forget_preview::still_named, doc("ForgetPreview.still_named"))
      .def("__repr__", shown("preview_repr"));
  is_value(of_preview);
}

void bind_session_sources(session_class& of) {
  of.def("sources", [](open_session& in, const shared_moment& at) { return table(as_of(in, at, [](session& core, const moment& then) { return core.sources(then); })); },
         py::kw_only(), py::arg("as_of") = py::none(), doc("Session.sources"));
  of.def("rename_source",
         [](open_session& in, std::string_view uri, const optional_text& to, const optional_text& called) {
           in.with([&, new_uri = text_given(to), new_name = text_given(called)](session& core) { return core.rename_source(uri, new_uri, new_name); });
         },
         py::arg("uri"), py::kw_only(), py::arg("to") = py::none(), py::arg("name") = py::none(), doc("Session.rename_source"));
  of.def("preview_forget", [](open_session& in, std::string_view uri) { return in.with([&](session& core) { return core.preview_forget(uri); }); }, py::arg("uri"),
         doc("Session.preview_forget"));
  of.def("forget_source",
         [](open_session& in, std::string_view uri, bool erase, const py::object& wanted) {
           watcher watch(wanted);
           const forget_as how = erase ? forget_as::erased : forget_as::purged;
           return watch.over([&] { return in.with([&](session& core) { return core.forget_source(uri, how, progress(watch)); }); });
         },
         py::arg("uri"), py::kw_only(), py::arg("erase") = false, py::arg("progress") = py::none(), doc("Session.forget_source"));
  of.def("export_source", &exported, py::arg("uri"), py::kw_only(), py::arg("as_of") = py::none(), doc("Session.export_source"));
}

}  // namespace phr::python
