// What is gone through in portions: hits, versions, changes, events.
#include "cursor.hpp"

#include "doc.hpp"
#include "text.hpp"
#include "watcher.hpp"

#include <pybind11/stl.h>

namespace phr::python {

namespace {

template <auto Get>
auto told(one_cursor& in) {
  return in.core->core.alone([](const cursor& core) { return (core.*Get)(); });
}

// The next portion, or None.
py::object portion(one_cursor& in) {
  watcher watch(in.progress);
  auto found = watch.over([&] {
    return in.by->with([&](session&) { return in.core->core.alone([&](cursor& core) { return core.portion(progress(watch)); }); });
  });
  if (!found) return py::none();
  return py::cast(in.by->of->adopt(in.by->of, std::move(*found), in.core->core.turns()));
}

one_cursor copy(one_cursor& in) {
  auto made = in.core->core.alone([](const cursor& core) { return core; });
  return {in.by, in.by->of->adopt(in.by->of, std::move(made), in.core->core.turns()), in.progress};
}

template <class Row>
void bind_rows(py::module_& m, const char* name, const char* about) {
  py::class_<row_iterator<Row>>(m, name, about)
      .def("__iter__", [](const py::object& self) { return self; })
      .def("__next__", [](row_iterator<Row>& in) {
        auto next = in.by->with([&](session&) { return in.core->core.alone([](row_cursor<Row>& core) { return core.next(); }); });
        if (!next) throw py::stop_iteration();
        return std::move(*next);
      });
}

}  // namespace

one_cursor begun(const std::shared_ptr<open_session>& by, cursor made, const shared_moment& at, py::object progress) {
  return {by, by->of->adopt(by->of, std::move(made), turn_of(at)), std::move(progress)};
}

void bind_cursor(py::module_& m) {
  py::class_<one_cursor>(m, "Cursor", doc("Cursor"))
      .def("portion", &portion, doc("Cursor.portion"))
      .def("copy", &copy, doc("Cursor.copy"))
      .def("moment", [](one_cursor& in) {
        auto made = in.core->core.alone([](const cursor& core) { return core.as_of(); });
        return in.by->of->adopt(in.by->of, std::move(made), in.core->core.turns());
      })
      .def("close", [](one_cursor& in) {
        const unlocked work;
        in.core->core.end();
      })
      .def_property_readonly("at_end", &told<&cursor::at_end>)
      .def_property_readonly("total", &told<&cursor::total>)
      .def_property_readonly("next_page", [](one_cursor& in) { return str_or_none(in.core->core.alone([](const cursor& core) { return core.next_page(); })); })
      .def_property_readonly("ignored", [](one_cursor& in) { return py::tuple(py::cast(in.core->core.alone([](const cursor& core) { return core.ignored(); }))); });
  bind_rows<record>(m, "VersionIterator", doc("VersionIterator"));
  bind_rows<change_entry>(m, "ChangeIterator", doc("ChangeIterator"));
  bind_rows<timeline_event>(m, "EventIterator", doc("EventIterator"));
}

}  // namespace phr::python
