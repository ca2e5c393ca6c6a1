// Searches and their hits.
#include "bind.hpp"
#include "moment.hpp"
#include "text.hpp"

namespace phr::python {

namespace {

// Lifetime: keeps its hits. Threads: shared.
struct one_hit {
  std::shared_ptr<open_hits> of;
  std::size_t index;

  // use(hit) of what is in memory, and of what is read from the file.
  template <class Use>
  auto at_once(Use&& use) const {
    return of->core.alone([&](const hits& in) { return use(in[index]); });
  }
  template <class Use>
  auto with(Use&& use) const {
    return of->core.with([&](const hits& in) { return use(in[index]); });
  }
};

struct hit_iterator {
  std::shared_ptr<open_hits> of;
  std::size_t next;
};

std::size_t size_of(const open_hits& in) {
  return const_cast<open_hits&>(in).core.alone([](const hits& core) { return core.size(); });
}

one_hit at(const std::shared_ptr<open_hits>& in, py::ssize_t index) {
  const auto size = static_cast<py::ssize_t>(size_of(*in));
  if (index < -size || index >= size) throw py::index_error("there are fewer hits");
  return {in, static_cast<std::size_t>(index < 0 ? index + size : index)};
}

py::list slice_of(const std::shared_ptr<open_hits>& in, const py::slice& wanted) {
  py::ssize_t start = 0, stop = 0, step = 0, count = 0;
  if (!wanted.compute(static_cast<py::ssize_t>(size_of(*in)), &start, &stop, &step, &count)) throw py::error_already_set();
  py::list some;
  for (; count > 0; --count, start += step) some.append(at(in, start));
  return some;
}

one_hit advance(hit_iterator& in) {
  if (in.next >= size_of(*in.of)) throw py::stop_iteration();
  return {in.of, in.next++};
}

std::string json_of(const one_hit& from) {
  return from.with([](const hit& in) { return in.json(); });
}

void bind_hit(py::module_& m) {
  py::class_<one_hit>(m, "Hit")
      .def_property_readonly("type", [](const one_hit& from) { return str(from.at_once([](const hit& in) { return in.type(); })); })
      .def_property_readonly("id", [](const one_hit& from) { return from.at_once([](const hit& in) { return std::string(in.id()); }); })
      .def_property_readonly("version", [](const one_hit& from) { return from.at_once([](const hit& in) { return in.version(); }); })
      .def_property_readonly("updated", [](const one_hit& from) { return datetime_of(from.at_once([](const hit& in) { return in.updated(); })); })
      .def("summary", [](const one_hit& from) { return from.with([](const hit& in) { return in.summary(); }); })
      .def("to_json", [](const one_hit& from) { return str(json_of(from)); })
      .def("to_dict", [](const one_hit& from) { return dict_of(json_of(from)); })
      .def("__repr__", shown("hit_repr"))
      .def("_repr_html_", shown("record_html"));
}

}  // namespace

void bind_search(py::module_& m) {
  py::class_<resource_summary>(m, "Summary")
      .def_readonly("title", &resource_summary::title)
      .def_readonly("value", &resource_summary::value)
      .def_readonly("when", &resource_summary::when);
  bind_hit(m);
  py::class_<hit_iterator>(m, "HitIterator")
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", &advance);
  py::class_<open_hits, std::shared_ptr<open_hits>>(m, "Hits")
      .def("__len__", &size_of)
      .def("__getitem__", &at, py::arg("index"))
      .def("__getitem__", &slice_of, py::arg("index"))
      .def("__iter__", [](const std::shared_ptr<open_hits>& in) { return hit_iterator{in, 0}; })
      .def_property_readonly("closed", [](const open_hits& in) { return in.core.ended(); })
      .def("to_dicts", [](const py::object& self) { return py::module_::import("phr._json").attr("dicts")(self); })
      .def("__repr__", shown("hits_repr"))
      .def("_repr_html_", shown("hits_html"));
}

void bind_session_search(session_class& of) {
  of.def("search",
         [](open_session& in, std::string_view query) {
           return in.of->adopt(in.of, in.with([&](session& core) { return core.search(query); }));
         },
         py::arg("query"));
}

}  // namespace phr::python
