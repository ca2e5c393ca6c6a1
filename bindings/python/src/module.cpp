// phr._core: the core as Python classes. Translation only; what is shown to people is in the package's Python files.
#include "bind.hpp"

PYBIND11_MODULE(_core, m) {
  using namespace phr::python;
  m.attr("__version__") = PHR_VERSION;
  bind_failure();
  bind_records(m);
  bind_history(m);
  bind_index(m);
  bind_import(m);
  bind_sources(m);
  bind_summary(m);
  bind_sharing(m);
  bind_trend(m);
  bind_model(m);
  bind_validate(m);
  bind_fhirpath(m);
  bind_ucum(m);
  bind_moment(m);
  bind_session(m);
  bind_search(m);
  bind_cursor(m);
  bind_everything(m);
  bind_transaction(m);
  bind_view(m);
  bind_store(m);
}
