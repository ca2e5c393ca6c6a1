// Searches and their hits.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "text.hpp"

namespace phr::python {

namespace {

// Lifetime: keeps its hits. Threads: shared.
struct one_hit {
  std::shared_ptr<open_hits> of;
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
  std::shared_ptr<open_hits> of;
  std::size_t next;
};

std::size_t size_of(open_hits& in) {
  return in.core.alone([](const hits& core) { return core.size(); });
}

one_hit at(const std::shared_ptr<open_hits>& in, py::ssize_t index) {
  const auto size = static_cast<py::ssize_t>(size_of(*in));
  if (index < -size || index >= size) throw py::index_error("there are fewer hits");
  return {in, static_cast<std::size_t>(index < 0 ? index + size : index)};
}

py::list slice_of(const std::shared_ptr<open_hits>& in, const py::slice& wanted) {
  py::ssize_t start = 0, stop = 0, step = 0, count = 0;
  const auto size = static_cast<py::ssize_t>(size_of(*in));
  if (!wanted.compute(size, &start, &stop, &step, &count)) throw py::error_already_set();
  py::list some;
  for (; count > 0; --count, start += step) some.append(at(in, start));
  return some;
}

one_hit advance(hit_iterator& in) {
  if (in.next >= size_of(*in.of)) throw py::stop_iteration();
  return {in.of, in.next++};
}

void close(open_hits& in) {
  const unlocked work;
  in.core.end();
}

py::object dicts_of(const py::object& hits) { return py::module_::import("phr._json").attr("dicts")(hits); }

void bind_hit(py::module_& m) {
  py::class_<one_hit>(m, "Hit", doc("Hit"))
      .def_property_readonly("type", [](const one_hit& from) { return str(known<&hit::type>(from)); })
      .def_property_readonly("id", &known<&hit::id>)
      .def_property_readonly("version", &known<&hit::version>)
      .def_property_readonly("updated", [](const one_hit& from) { return datetime_of(known<&hit::updated>(from)); })
      .def("summary", &read<&hit::summary>, doc("Hit.summary"))
      .def("to_json", &read<&hit::json>, doc("Hit.to_json"))
      .def("to_dict", [](const one_hit& from) { return dict_of(read<&hit::json>(from)); }, doc("Hit.to_dict"))
      .def("__repr__", shown("hit_repr"))
      .def("_repr_html_", shown("record_html"));
}

}  // namespace

void bind_search(py::module_& m) {
  py::class_<resource_summary>(m, "Summary", doc("Summary"))
      .def_readonly("title", &resource_summary::title)
      .def_readonly("value", &resource_summary::value)
      .def_readonly("when", &resource_summary::when);
  bind_hit(m);
  py::class_<hit_iterator>(m, "HitIterator", doc("HitIterator"))
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", &advance);
  py::class_<open_hits, std::shared_ptr<open_hits>>(m, "Hits", doc("Hits"))
      .def("__len__", &size_of)
      .def("__getitem__", &at, py::arg("index"))
      .def("__getitem__", &slice_of, py::arg("index"))
      .def("__iter__", [](const std::shared_ptr<open_hits>& in) { return hit_iterator{in, 0}; })
      .def_property_readonly("closed", [](const open_hits& in) { return in.core.ended(); })
      .def("close", &close, doc("Hits.close"))
      .def("to_dicts", &dicts_of, doc("Hits.to_dicts"))
      .def("__repr__", shown("hits_repr"))
      .def("_repr_html_", shown("hits_html"));
}

void bind_session_search(session_class& of) {
  of.def("search",
         [](open_session& in, std::string_view query) {
           return in.of->adopt(in.of, in.with([&](session& core) { return core.search(query); }));
         },
         py::arg("query"), doc("Session.search"));
}

}  // namespace phr::python
