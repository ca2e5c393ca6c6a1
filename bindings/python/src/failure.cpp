#include "failure.hpp"

#include "text.hpp"

#include <phr/core/describe.hpp>

namespace phr::python {

py::object as_exception(const error& what) {
  const py::object place = what.place().empty() ? py::object(py::none()) : py::object(str(what.place()));
  const auto counted = [](bool known, std::uint64_t number) -> py::object {
    if (!known) return py::none();
    return py::int_(number);
  };
  return py::module_::import("phr._error")
      .attr("Error")(describe(what), str(name(what.code())), place, counted(what.line() != 0, what.line()),
                     counted(what.column() != 0, what.column()), counted(what.has_ordinal(), what.ordinal()),
                     str(advice(what.code())));
}

void bind_failure() {
  py::register_local_exception_translator([](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const failure& failed) {
      const py::object raised = as_exception(failed.what);
      PyErr_SetObject(py::type::handle_of(raised).ptr(), raised.ptr());
    }
  });
}

}  // namespace phr::python
