// A patient's record in time, and the newest values.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"

namespace phr::python {

namespace {

std::vector<fhir::resource_type> types_of(const py::iterable& names) {
  std::vector<fhir::resource_type> types;
  for (const auto& each : names) types.push_back(type_of(view_of(each)));
  return types;
}

timeline_options options_of(const std::string& patient, const py::object& since, const py::object& until, const py::iterable& types) {
  timeline_options options;
  options.patient = patient;
  options.from = moment_of(since, "since");
  options.to = moment_of(until, "until");
  options.types = types_of(types);
  return options;
}

timeline_period period_of(std::string_view name) {
  if (name == "day") return timeline_period::day;
  if (name == "month") return timeline_period::month;
  if (name == "year") return timeline_period::year;
  throw failure{error{errc::invalid_argument}.at("by")};
}

}  // namespace

void bind_summary(py::module_& m) {
  py::class_<timeline_event> event(m, "Event", doc("Event"));
  columns(event, "happened", "title", "value", "type", "id");
  event.def_property_readonly("happened", datetime_in(&timeline_event::happened), doc("Event.happened"))
      .def_property_readonly("type", type_in(&timeline_event::type))
      .def_readonly("id", &timeline_event::id)
      .def_readonly("title", &timeline_event::title)
      .def_readonly("value", &timeline_event::value)
      .def_readonly("place", &timeline_event::place, doc("Event.place"))
      .def("__repr__", shown("event_repr"));
  py::class_<timeline_group> group(m, "EventCount", doc("EventCount"));
  columns(group, "begin", "type", "count");
  group.def_property_readonly("begin", datetime_in(&timeline_group::begin), doc("EventCount.begin"))
      .def_property_readonly("type", type_in(&timeline_group::type))
      .def_readonly("count", &timeline_group::count)
      .def("__repr__", shown("event_count_repr"));
  py::class_<latest_value> latest(m, "LatestValue", doc("LatestValue"));
  columns(latest, "happened", "title", "value", "unit", "interpretation", "code", "system", "id");
  latest.def_property_readonly("happened", datetime_in(&latest_value::happened))
      .def_readonly("id", &latest_value::id)
      .def_readonly("system", &latest_value::system)
      .def_readonly("code", &latest_value::code)
      .def_readonly("title", &latest_value::title)
      .def_readonly("value", &latest_value::value, doc("LatestValue.value"))
      .def_readonly("unit", &latest_value::unit)
      .def_readonly("interpretation", &latest_value::interpretation)
      .def("__repr__", shown("latest_repr"));
}

void bind_session_summary(session_class& of) {
  of.def("timeline",
         [](open_session& in, const std::string& patient, const py::object& since, const py::object& until, const py::iterable& types, std::uint32_t most,
            const std::string& behind) {
           timeline_options options = options_of(patient, since, until, types);
           options.most = most;
           options.behind = behind;
           return table(in.with([&](session& core) { return core.timeline(options); }));
         },
         py::kw_only(), py::arg("patient") = "", py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(), py::arg("most") = 100,
         py::arg("behind") = "", doc("Session.timeline"));
  of.def("each_event",
         [](const py::object& in, const py::object& patient, const py::object& since, const py::object& until, const py::iterable& types) {
           return py::module_::import("phr._history").attr("each_event")(in, patient, since, until, py::tuple(types));
         },
         py::kw_only(), py::arg("patient") = "", py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(), doc("Session.each_event"));
  of.def("timeline_groups",
         [](open_session& in, std::string_view by, const std::string& patient, const py::object& since, const py::object& until, const py::iterable& types,
            std::uint32_t most) {
           timeline_options options = options_of(patient, since, until, types);
           options.most = most;
           return table(in.with([&, period = period_of(by)](session& core) { return core.timeline_groups(period, options); }));
         },
         py::arg("by"), py::kw_only(), py::arg("patient") = "", py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(),
         py::arg("most") = 1000, doc("Session.timeline_groups"));
  of.def("latest",
         [](open_session& in, const std::string& patient, const std::string& category) {
           return table(in.with([&](session& core) { return core.latest({patient, category}); }));
         },
         py::kw_only(), py::arg("patient") = "", py::arg("category") = "", doc("Session.latest"));
}

}  // namespace phr::python
