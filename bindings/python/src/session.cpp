// Opening a session: who asks, why and when.
#include "bind.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "text.hpp"
#include "value.hpp"

namespace phr::python {

namespace {

access::principal principal_of(std::string_view principal, const py::iterable& acting_for) {
  auto who = unwrap(access::parse_principal(principal));
  for (const auto& each : acting_for) who = unwrap(who.acting_for(view_of(each)));
  return who;
}

void set_now(open_session& in, const py::object& now) {
  const auto at = time_given(now, "now");
  in.by_clock = !at;
  in.with([&](session& of) -> result<void> {
    if (at) of.set_now(*at);
    return success();
  });
}

}  // namespace

std::shared_ptr<open_session> session_of(const std::shared_ptr<open_store>& in, std::string_view principal,
                                         std::string_view purpose, const py::object& now,
                                         const py::iterable& acting_for) {
  const auto who = principal_of(principal, acting_for);
  const auto why = unwrap(access::parse_purpose(purpose));
  const auto at = time_given(now, "now");
  auto made = in->core.with([&](const store& of) { return of.session(who, {why, at.value_or(clock_now())}); });
  return std::shared_ptr<open_session>(new open_session{in, held<session>(std::move(made)), !at});
}

void bind_session(py::module_& m) {
  session_class of(m, "Session", doc("Session"));
  of.def("close", [](open_session& in) {
    const unlocked work;
    in.core.end();
  }, doc("Session.close"));
  of.def("__enter__", [](const std::shared_ptr<open_session>& in) { return in; });
  of.def("__exit__", [](open_session& in, const py::args&) {
    const unlocked work;
    in.core.end();
  });
  of.def_property_readonly("closed", [](const open_session& in) { return in.core.ended() || in.of->core.ended(); });
  of.def("set_now", &set_now, py::arg("now"), doc("Session.set_now"));
  of.def("__repr__", shown("session_repr"));
  is_handle(of, "a phr.Session is of a store that this process has open: open it where it is needed");
  bind_session_moment(of);
  bind_session_records(of);
  bind_session_history(of);
  bind_session_import(of);
  bind_session_search(of);
  bind_session_everything(of);
  bind_session_index(of);
  bind_session_sources(of);
  bind_session_summary(of);
  bind_session_sharing(of);
  bind_session_transaction(of);
  bind_session_trend(of);
  bind_session_view(of);
}

}  // namespace phr::python
