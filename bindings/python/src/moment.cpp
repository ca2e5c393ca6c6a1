// Moments to read as of.
#include "as_of.hpp"
#include "bind.hpp"
#include "doc.hpp"
#include "value.hpp"

namespace phr::python {

void bind_moment(py::module_& m) {
  py::class_<open_handle<moment>, shared_moment> of(m, "Moment", doc("Moment"));
  of.def("close", [](open_handle<moment>& in) {
      const unlocked work;
      in.core.end();
    }, doc("Moment.close"))
      .def("__enter__", [](const shared_moment& in) { return in; })
      .def("__exit__", [](open_handle<moment>& in, const py::args&) {
        const unlocked work;
        in.core.end();
      })
      .def_property_readonly("closed", [](const open_handle<moment>& in) { return in.core.ended(); })
      .def("__repr__", [](const open_handle<moment>& in) { return in.core.ended() ? "<phr.Moment, closed>" : "<phr.Moment>"; });
  is_handle(of, "a phr.Moment is of a store that this process has open: read as of it, and take what you read");
}

void bind_session_moment(session_class& of) {
  of.def("moment", [](open_session& in) { return in.of->adopt(in.of, in.with([](session& core) { return core.moment(); })); }, doc("Session.moment"));
}

}  // namespace phr::python
