// A patient's record in time, and the newest values.
#include "cursor.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"

namespace phr::python {

template <>
struct members<timeline_event> {
  static constexpr auto of = std::tuple(&timeline_event::happened, &timeline_event::type, &timeline_event::id, &timeline_event::title, &timeline_event::value, &timeline_event::place);
};
template <>
struct members<timeline_group> {
  static constexpr auto of = std::tuple(&timeline_group::begin, &timeline_group::type, &timeline_group::count);
};
template <>
struct members<latest_value> {
  static constexpr auto of = std::tuple(&latest_value::happened, &latest_value::id, &latest_value::system, &latest_value::code, &latest_value::title, &latest_value::value, &latest_value::unit, &latest_value::interpretation);
};

namespace {

std::vector<fhir::resource_type> types_of(const py::iterable& names) {
  std::vector<fhir::resource_type> types;
  for (const auto& each : names) types.push_back(type_of(view_of(each)));
  return types;
}

timeline_options options_of(const optional_text& patient, const py::object& since, const py::object& until, const py::iterable& types) {
  timeline_options options;
  options.patient = text_given(patient);
  options.from = time_given(since, "since");
  options.to = time_given(until, "until");
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
      .def_property_readonly("title", text_in(&timeline_event::title))
      .def_property_readonly("value", text_in(&timeline_event::value))
      .def_readonly("place", &timeline_event::place, doc("Event.place"))
      .def("__repr__", shown("event_repr"));
  is_value(event);
  py::class_<timeline_group> group(m, "EventCount", doc("EventCount"));
  columns(group, "begin", "type", "count");
  group.def_property_readonly("begin", datetime_in(&timeline_group::begin), doc("EventCount.begin"))
      .def_property_readonly("type", type_in(&timeline_group::type))
      .def_readonly("count", &timeline_group::count)
      .def("__repr__", shown("event_count_repr"));
  is_value(group);
  py::class_<latest_value> latest(m, "LatestValue", doc("LatestValue"));
  columns(latest, "happened", "title", "value", "unit", "interpretation", "code", "system", "id");
  latest.def_property_readonly("happened", datetime_in(&latest_value::happened))
      .def_readonly("id", &latest_value::id)
      .def_property_readonly("system", text_in(&latest_value::system))
      .def_property_readonly("code", text_in(&latest_value::code), doc("LatestValue.code"))
      .def_property_readonly("title", text_in(&latest_value::title))
      .def_property_readonly("value", text_in(&latest_value::value), doc("LatestValue.value"))
      .def_property_readonly("unit", text_in(&latest_value::unit))
      .def_property_readonly("interpretation", text_in(&latest_value::interpretation))
      .def("__repr__", shown("latest_repr"));
  is_value(latest);
}

void bind_session_summary(session_class& of) {
  of.def("timeline",
         [](open_session& in, const optional_text& patient, const py::object& since, const py::object& until, const py::iterable& types, std::uint32_t most,
            const optional_text& behind, const shared_moment& at) {
           timeline_options options = options_of(patient, since, until, types);
           options.most = most;
           options.behind = text_given(behind);
           return table(as_of(in, at, [&](session& core, const moment& then) {
             options.as_of = then;
             return core.timeline(options);
           }));
         },
         py::kw_only(), py::arg("patient") = py::none(), py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(), py::arg("most") = 100,
         py::arg("behind") = py::none(), py::arg("as_of") = py::none(), doc("Session.timeline"));
  of.def("each_event",
         [](const std::shared_ptr<open_session>& in, const optional_text& patient, const py::object& since, const py::object& until, const py::iterable& types,
            const shared_moment& at) {
           timeline_options options = options_of(patient, since, until, types);
           auto made = as_of(*in, at, [&](session& core, const moment& then) {
             options.as_of = then;
             return core.timeline_cursor(options);
           });
           return begun(in, std::move(made), at);
         },
         py::kw_only(), py::arg("patient") = py::none(), py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(),
         py::arg("as_of") = py::none(), doc("Session.each_event"));
  of.def("timeline_groups",
         [](open_session& in, std::string_view by, const optional_text& patient, const py::object& since, const py::object& until, const py::iterable& types,
            std::uint32_t most, const shared_moment& at) {
           timeline_options options = options_of(patient, since, until, types);
           options.most = most;
           return table(as_of(in, at, [&, period = period_of(by)](session& core, const moment& then) {
             options.as_of = then;
             return core.timeline_groups(period, options);
           }));
         },
         py::arg("by"), py::kw_only(), py::arg("patient") = py::none(), py::arg("since") = py::none(), py::arg("until") = py::none(), py::arg("types") = py::tuple(),
         py::arg("most") = 1000, py::arg("as_of") = py::none(), doc("Session.timeline_groups"));
  of.def("latest",
         [](open_session& in, const optional_text& patient, const optional_text& category, const shared_moment& at) {
           return table(as_of(in, at, [&](session& core, const moment& then) { return core.latest({text_given(patient), text_given(category), then}); }));
         },
         py::kw_only(), py::arg("patient") = py::none(), py::arg("category") = py::none(), py::arg("as_of") = py::none(), doc("Session.latest"));
}

}  // namespace phr::python
