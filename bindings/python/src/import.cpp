// Imports and their reports.
#include "bind.hpp"
#include "doc.hpp"
#include "table.hpp"
#include "text.hpp"
#include "watcher.hpp"

namespace phr::python {

namespace {

// work(session, progress), watched.
template <class Work>
import_report watched(open_session& in, const py::object& wanted, Work&& work) {
  watcher watch(wanted);
  return watch.over([&] { return in.with([&](session& core) { return work(core, progress(watch)); }); });
}

py::dict by_type(const import_report& from) {
  py::dict counts;
  for (const auto& each : from.by_type) counts[str(each.type)] = each.count;
  return counts;
}

py::object refused(const import_report& from) { return table(from.refused); }

void bind_report(py::module_& m) {
  py::class_<import_report>(m, "ImportReport", doc("ImportReport"))
      .def_readonly("created", &import_report::created)
      .def_readonly("updated", &import_report::updated)
      .def_readonly("unchanged", &import_report::unchanged, doc("ImportReport.unchanged"))
      .def_readonly("deleted", &import_report::deleted)
      .def_readonly("bytes", &import_report::bytes)
      .def_property_readonly("total", &import_report::total)
      .def_property_readonly("by_type", &by_type)
      .def_property_readonly("refused", &refused, doc("ImportReport.refused"))
      .def("__add__", [](import_report sum, const import_report& other) {
        sum.add(other);
        return sum;
      }, py::arg("other"), py::is_operator(), doc("ImportReport.__add__"))
      .def("__str__", [](const import_report& from) { return to_text(from); })
      .def("__repr__", shown("report_repr"))
      .def("_repr_html_", shown("report_html"));
}

}  // namespace

void bind_import(py::module_& m) {
  using refusal = import_report::refusal;
  py::class_<refusal> of(m, "Refusal", doc("Refusal"));
  columns(of, "line", "why");
  of.def_readonly("line", &refusal::line, doc("Refusal.line"))
      .def_property_readonly("why", [](const refusal& from) { return as_exception(from.why); })
      .def("__repr__", shown("refusal_repr"));
  bind_report(m);
}

void bind_session_import(session_class& of) {
  of.def("import_file",
         [](open_session& in, const py::object& path, const py::object& wanted) {
           const std::string where = path_of(path);
           const auto work = [&](session& core, const progress& watch) { return core.import_file(where, watch); };
           return watched(in, wanted, work);
         },
         py::arg("path"), py::arg("progress") = py::none(), doc("Session.import_file"));
  of.def("import_text",
         [](open_session& in, const py::object& text, const py::object& wanted) {
           const json_argument json(text);
           const auto work = [&](session& core, const progress& watch) { return core.import_text(json.text(), watch); };
           return watched(in, wanted, work);
         },
         py::arg("text"), py::arg("progress") = py::none(), doc("Session.import_text"));
}

}  // namespace phr::python
