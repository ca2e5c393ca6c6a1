// The index of a store: made anew, of all words, by parameters of its own; and what can be asked.
#include "bind.hpp"
#include "doc.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

namespace phr::python {

template <>
struct members<store_parameter> {
  static constexpr auto of = std::tuple(&store_parameter::type, &store_parameter::code, &store_parameter::kind, &store_parameter::expression);
};

namespace {

// work(session, progress), watched.
template <class Work>
void watched_index(open_session& in, const py::object& wanted, Work&& work) {
  watcher watch(wanted);
  watch.over([&] {
    in.with([&](session& core) { return work(core, progress(watch)); });
    return true;
  });
}

}  // namespace

void bind_index(py::module_& m) {
  py::class_<store_parameter> of(m, "SearchParameter", doc("SearchParameter"));
  columns(of, "type", "code", "kind", "expression");
  of.def_property_readonly("type", type_in(&store_parameter::type))
      .def_readonly("code", &store_parameter::code)
      .def_readonly("kind", &store_parameter::kind, doc("SearchParameter.kind"))
      .def_readonly("expression", &store_parameter::expression)
      .def("__repr__", shown("parameter_repr"));
  is_value(of);
}

void bind_session_index(session_class& of) {
  of.def("search_parameters", [](open_session& in) { return table(in.with([](session& core) { return core.search_parameters(); })); }, doc("Session.search_parameters"));
  of.def("query", [](const py::object& in, const py::object& type) { return py::module_::import("phr._query").attr("of_session")(in, type); }, py::arg("type"), doc("Session.query"));
  of.def("capabilities", [](open_session& in) { return dict_of(in.with([](session& core) { return core.capabilities(); })); }, doc("Session.capabilities"));
  of.def("reindex",
         [](open_session& in, const py::object& wanted) {
           watched_index(in, wanted, [](session& core, const progress& watch) { return core.reindex(watch); });
         },
         py::arg("progress") = py::none(), doc("Session.reindex"));
  of.def("index_full_text",
         [](open_session& in, bool on, const py::object& wanted) {
           watched_index(in, wanted, [&](session& core, const progress& watch) { return core.index_full_text(on, watch); });
         },
         py::arg("wanted") = true, py::arg("progress") = py::none(), doc("Session.index_full_text"));
  of.def("add_search_parameter",
         [](open_session& in, const py::object& definition, const py::object& wanted) {
           const json_argument json(definition);
           watched_index(in, wanted, [&](session& core, const progress& watch) { return core.add_search_parameter(json.text(), watch); });
         },
         py::arg("definition"), py::arg("progress") = py::none(), doc("Session.add_search_parameter"));
  of.def("remove_search_parameter",
         [](open_session& in, std::string_view type, std::string_view code, const py::object& wanted) {
           watched_index(in, wanted, [&, of_type = type_of(type)](session& core, const progress& watch) { return core.remove_search_parameter(of_type, code, watch); });
         },
         py::arg("type"), py::arg("code"), py::arg("progress") = py::none(), doc("Session.remove_search_parameter"));
}

}  // namespace phr::python
