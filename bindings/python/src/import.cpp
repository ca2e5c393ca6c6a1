// Imports and their reports.
#include "bind.hpp"
#include "counts.hpp"
#include "doc.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

namespace phr::python {

template <>
struct members<import_report> {
  static constexpr auto of = std::tuple(&import_report::created, &import_report::updated, &import_report::unchanged, &import_report::deleted, &import_report::left_out, &import_report::by_type, &import_report::bytes);
};

namespace {

// A report without its refused lines, and these as phr.Refusal: the place of an error is a literal, which no pickle can bring back.
// Lifetime: a value. Threads: with the GIL held. Errors: none.
struct told_report {
  import_report core;
  py::tuple refused;

  explicit told_report(import_report from) : core(std::move(from)) {
    py::list lines;
    const py::object line = py::module_::import("phr._report").attr("Refusal");
    for (const auto& each : core.refused) lines.append(line(each.line, as_exception(each.why)));
    core.refused.clear();
    refused = lines;
  }
};

// work(session, progress), watched.
template <class Work>
told_report watched(open_session& in, const py::object& wanted, Work&& work) {
  watcher watch(wanted);
  return told_report(watch.over([&] { return in.with([&](session& core) { return work(core, progress(watch)); }); }));
}

py::dict by_type(const told_report& from) {
  py::dict counts;
  for (const auto& each : from.core.by_type) counts[str(each.type)] = each.count;
  return counts;
}

// A number of the report, as a property.
template <auto Number>
auto number() {
  return [](const told_report& from) { return from.core.*Number; };
}

told_report sum(told_report all, const told_report& other) {
  all.core.add(other.core);
  all.refused = py::tuple(all.refused + other.refused);
  return all;
}

told_report of_state(const py::tuple& state) {
  if (state.size() != 2) throw py::value_error("a pickle of another version of phr");
  told_report made(unpacked<import_report>(state[0]));
  made.refused = state[1].cast<py::tuple>();
  return made;
}

}  // namespace

void bind_import(py::module_& m) {
  py::class_<told_report>(m, "ImportReport", doc("ImportReport"))
      .def_property_readonly("created", number<&import_report::created>())
      .def_property_readonly("updated", number<&import_report::updated>())
      .def_property_readonly("unchanged", number<&import_report::unchanged>(), doc("ImportReport.unchanged"))
      .def_property_readonly("deleted", number<&import_report::deleted>())
      .def_property_readonly("left_out", number<&import_report::left_out>(), doc("ImportReport.left_out"))
      .def_property_readonly("bytes", number<&import_report::bytes>())
      .def_property_readonly("total", [](const told_report& from) { return from.core.total(); })
      .def_property_readonly("by_type", &by_type)
      .def_property_readonly("refused", [](const told_report& from) { return py::module_::import("phr._table").attr("Table")(from.refused); }, doc("ImportReport.refused"))
      .def("__add__", &sum, py::arg("other"), py::is_operator(), doc("ImportReport.__add__"))
      .def(py::pickle([](const told_report& from) { return py::make_tuple(packed(from.core), from.refused); }, &of_state))
      .def("__eq__", [](const told_report& a, const told_report& b) { return packed(a.core).equal(packed(b.core)) && a.refused.equal(b.refused); }, py::is_operator())
      .def("__hash__", [](const told_report& from) { return py::hash(py::make_tuple(packed(from.core), from.refused)); })
      .def("__str__", shown("report_text"))
      .def("__repr__", shown("report_repr"))
      .def("_repr_html_", shown("report_html"));
}

void bind_session_import(session_class& of) {
  of.def("import_file",
         [](open_session& in, const py::object& path, const py::object& wanted, const optional_text& source) {
           const std::string where = path_of(path);
           const std::string from = text_given(source);
           const auto work = [&](session& core, const progress& watch) { return core.import_file(where, import_options{.source = from, .watch = watch}); };
           return watched(in, wanted, work);
         },
         py::arg("path"), py::arg("progress") = py::none(), py::kw_only(), py::arg("source") = py::none(), doc("Session.import_file"));
  of.def("import_lines",
         [](open_session& in, const py::object& lines, const py::object& wanted, const optional_text& source) {
           const json_argument ndjson(lines);
           const std::string from = text_given(source);
           const auto work = [&](session& core, const progress& watch) { return core.import_lines(ndjson.text(), {.source = from, .watch = watch}); };
           return watched(in, wanted, work);
         },
         py::arg("lines"), py::arg("progress") = py::none(), py::kw_only(), py::arg("source") = py::none(), doc("Session.import_lines"));
  of.def("import_text",
         [](open_session& in, const py::object& text, const py::object& wanted, const optional_text& source) {
           const json_argument json(text);
           const std::string from = text_given(source);
           const auto work = [&](session& core, const progress& watch) { return core.import_text(json.text(), import_options{.source = from, .watch = watch}); };
           return watched(in, wanted, work);
         },
         py::arg("text"), py::arg("progress") = py::none(), py::kw_only(), py::arg("source") = py::none(), doc("Session.import_text"));
}

}  // namespace phr::python
