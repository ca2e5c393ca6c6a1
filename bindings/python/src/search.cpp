// Searches and their hits.
#include "bind.hpp"
#include "doc.hpp"
#include "cursor.hpp"
#include "times.hpp"
#include "text.hpp"
#include "value.hpp"
#include "watcher.hpp"

#include <phr/fhir/search_parameter.hpp>

#include <pybind11/stl.h>

namespace phr::python {

namespace {

// Lifetime: keeps its hits. Threads: shared.
struct one_hit {
  shared_hits of;
  std::size_t index;
};

// What get(hit) gives: of what is in memory, and of what is read from the file.
template <auto Get>
auto known(const one_hit& from) {
  return from.of->core.alone([&](const hits& in) { return (in[from.index].*Get)(); });
}
template <auto Get>
auto read(const one_hit& from) {
  return from.of->core.with([&](const hits& in) { return (in[from.index].*Get)(); });
}

struct hit_iterator {
  shared_hits of;
  std::size_t next;
};

std::size_t size_of(open_handle<hits>& in) {
  return in.core.alone([](const hits& core) { return core.size(); });
}

one_hit at(const shared_hits& in, py::ssize_t index) {
  const auto size = static_cast<py::ssize_t>(size_of(*in));
  if (index < -size || index >= size) throw py::index_error("there are fewer hits");
  return {in, static_cast<std::size_t>(index < 0 ? index + size : index)};
}

one_hit advance(hit_iterator& in) {
  if (in.next >= size_of(*in.of)) throw py::stop_iteration();
  return {in.of, in.next++};
}

void close(open_handle<hits>& in) {
  const unlocked work;
  in.core.end();
}

// A text, or what has one as `text`: a phr.Query.
std::string query_text(const py::object& given) {
  return std::string(view_of(py::hasattr(given, "text") ? py::object(given.attr("text")) : given));
}

// What get(hits) gives.
template <auto Get>
auto told(open_handle<hits>& in) {
  return in.core.alone([](const hits& core) { return (core.*Get)(); });
}

// The bodies of some, read together.
py::list texts_of(open_handle<hits>& in, std::size_t first, std::size_t last) {
  std::vector<std::string> texts;
  const auto take = [&](std::string_view json) {
    texts.emplace_back(json);
    return true;
  };
  in.core.with([&](const hits& core) { return core.each(take, first, last); });
  py::list made;
  for (const std::string& each : texts) made.append(str(each));
  return made;
}

one_cursor search_cursor(const std::shared_ptr<open_session>& in, const py::object& query, const optional_text& page, bool lenient, const shared_moment& at, const py::object& wanted) {
  const std::string text = query_text(query);
  const std::string behind = text_given(page);
  watcher watch(wanted);
  auto made = watch.over([&] {
    return as_of(*in, at, [&](session& core, const moment& then) {
      return core.search_cursor(text, {.page = behind, .lenient = lenient, .watch = progress(watch), .as_of = then});
    });
  });
  return begun(in, std::move(made), at, wanted);
}

// A page of the text's _count, or of 500.
shared_hits search_page(open_session& in, const py::object& query, const optional_text& page, bool lenient) {
  const std::string text = query_text(query);
  const std::string behind = text_given(page);
  watcher watch{py::none()};
  auto found = watch.over([&] { return in.with([&](session& core) { return core.search(text, {.page = behind, .lenient = lenient, .portion = 500, .watch = progress(watch)}); }); });
  return in.of->adopt(in.of, std::move(found));
}

// {code: kind}, without those that cannot be searched.
py::dict parameters_of(std::string_view type) {
  constexpr const char* kinds[] = {"token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"};
  py::dict made;
  for (const auto& each : fhir::search_parameters(type_of(type))) {
    if (each.supported) made[str(each.code)] = kinds[static_cast<std::size_t>(each.kind)];
  }
  return made;
}

void bind_hit(py::module_& m) {
  py::class_<one_hit> of(m, "Hit", doc("Hit"));
  of.def_property_readonly("type", [](const one_hit& from) { return str(known<&hit::type>(from)); })
      .def_property_readonly("id", &known<&hit::id>)
      .def_property_readonly("version", &known<&hit::version>)
      .def_property_readonly("updated", [](const one_hit& from) { return datetime_of(known<&hit::updated>(from)); })
      .def_property_readonly("included", &known<&hit::is_included>, doc("Hit.included"))
      .def_property_readonly("container", [](const one_hit& from) { return str_or_none(known<&hit::container>(from)); }, doc("Hit.container"))
      .def_property_readonly("source", [](const one_hit& from) { return str(read<&hit::source>(from)); }, doc("Hit.source"))
      .def("summary", &read<&hit::summary>, doc("Hit.summary"))
      .def("to_json", &read<&hit::json>, doc("Hit.to_json"))
      .def("to_dict", [](const one_hit& from) { return dict_of(read<&hit::json>(from)); }, doc("Hit.to_dict"))
      .def("to_model", [](const one_hit& from) { return model_of(read<&hit::json>(from)); }, doc("Hit.to_model"))
      .def("__repr__", shown("hit_repr"))
      .def("_repr_html_", shown("record_html"));
  is_handle(of, "a phr.Hit is of a file that this process has open: take its to_dict(), to_json() or to_model()");
}

}  // namespace

void bind_search(py::module_& m) {
  bind_hit(m);
  m.def("search_parameters", &parameters_of, py::arg("type"), doc("search_parameters"));
  py::class_<hit_iterator>(m, "HitIterator", doc("HitIterator"))
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", &advance);
  py::class_<open_handle<hits>, shared_hits>(m, "Page", doc("Page"))
      .def("__len__", &size_of)
      .def("__getitem__", &at, py::arg("index"))
      .def("__iter__", [](const shared_hits& in) { return hit_iterator{in, 0}; })
      .def_property_readonly("matched", &told<&hits::matched>)
      .def_property_readonly("total", &told<&hits::total>)
      .def_property_readonly("next_page", [](open_handle<hits>& in) { return str_or_none(in.core.alone([](const hits& core) { return core.next_page(); })); })
      .def_property_readonly("ignored", [](open_handle<hits>& in) { return py::tuple(py::cast(in.core.alone([](const hits& core) { return core.ignored(); }))); })
      .def_property_readonly("closed", [](const open_handle<hits>& in) { return in.core.ended(); })
      .def("moment", [](const shared_hits& in) { return in->of->adopt(in->of, in->core.alone([](const hits& core) { return core.as_of(); }), in->core.turns()); })
      .def("texts", &texts_of, py::arg("first"), py::arg("last"), doc("Page.texts"))
      .def("close", &close);
  m.def("search_page", &search_page, py::arg("session"), py::arg("query"), py::arg("page"), py::arg("lenient"), doc("search_page"));
  m.def("search_cursor", &search_cursor, py::arg("session"), py::arg("query"), py::arg("page"), py::arg("lenient"), py::arg("as_of"), py::arg("progress"), doc("search_cursor"));
}

void bind_session_search(session_class& of) {
  of.def("search",
         [](const py::object& in, const py::object& query, const py::object& page, bool lenient, const py::object& at, const py::object& wanted) {
           return streamed("search")(in, query, page, lenient, at, wanted);
         },
         py::arg("query"), py::kw_only(), py::arg("page") = py::none(), py::arg("lenient") = false, py::arg("as_of") = py::none(), py::arg("progress") = py::none(),
         doc("Session.search"));
  of.def("pages", [](const py::object& in, const py::object& query, bool lenient) { return streamed("pages")(in, query, lenient); }, py::arg("query"), py::kw_only(),
         py::arg("lenient") = false, doc("Session.pages"));
  of.def("explain_search",
         [](open_session& in, const py::object& query, const optional_text& page, bool lenient) {
           const std::string text = query_text(query);
           const std::string behind = text_given(page);
           return in.with([&](session& core) { return core.explain_search(text, {.page = behind, .lenient = lenient}); });
         },
         py::arg("query"), py::kw_only(), py::arg("page") = py::none(), py::arg("lenient") = false, doc("Session.explain_search"));
}

}  // namespace phr::python
