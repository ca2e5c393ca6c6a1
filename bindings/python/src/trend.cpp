// What a series of lab values says, and its picture.
#include "bind.hpp"
#include "doc.hpp"
#include "moment.hpp"
#include "table.hpp"
#include "text.hpp"

#include <phr/analytics/chart.hpp>
#include <phr/analytics/report.hpp>

#include <pybind11/stl.h>

namespace phr::python {

namespace {

using analytics::lab_point;
using analytics::lab_trend;

// A member of the series or of its summary, as a property.
template <auto Part>
auto of_series() {
  return [](const lab_trend& from) { return from.series.*Part; };
}
template <auto Part>
auto of_stats() {
  return [](const lab_trend& from) { return from.stats.*Part; };
}

py::object chart_of(const lab_trend& from, int width, int height, std::string title, bool dark, bool trend,
                    double gap_factor, int utc_offset_minutes) {
  const analytics::chart_options how{width, height, std::move(title), dark, trend, gap_factor, utc_offset_minutes};
  const auto draw = [&] {
    const unlocked work;
    return analytics::line_chart_svg(from.series, how);
  };
  return py::module_::import("phr._chart").attr("Chart")(str(draw()));
}

void bind_lines(py::module_& m) {
  py::class_<analytics::line>(m, "Line", doc("Line"))
      .def_readonly("slope_per_day", &analytics::line::slope_per_day)
      .def_readonly("intercept", &analytics::line::intercept)
      .def_readonly("r_squared", &analytics::line::r_squared)
      .def_readonly("slope_error", &analytics::line::slope_error)
      .def_readonly("count", &analytics::line::count);
  py::class_<analytics::theil_sen_line>(m, "TheilSenLine", doc("TheilSenLine"))
      .def_readonly("slope_per_day", &analytics::theil_sen_line::slope_per_day)
      .def_readonly("intercept", &analytics::theil_sen_line::intercept)
      .def_readonly("low", &analytics::theil_sen_line::low)
      .def_readonly("high", &analytics::theil_sen_line::high)
      .def_readonly("count", &analytics::theil_sen_line::count);
  py::class_<lab_point> point(m, "Point", doc("Point"));
  columns(point, "at", "value", "id");
  point.def_property_readonly("at", [](const lab_point& from) { return datetime_of(from.at_us); })
      .def_readonly("value", &lab_point::value)
      .def_readonly("id", &lab_point::source_id, doc("Point.id"))
      .def("__repr__", shown("point_repr"));
}

using trend_class = py::class_<lab_trend>;

void bind_series(trend_class& of) {
  using analytics::lab_series;
  of.def_property_readonly("system", of_series<&lab_series::system>())
      .def_property_readonly("code", of_series<&lab_series::code>())
      .def_property_readonly("title", of_series<&lab_series::title>())
      .def_property_readonly("unit", of_series<&lab_series::unit>())
      .def_property_readonly("unit_code", of_series<&lab_series::unit_code>(), doc("Trend.unit_code"))
      .def_property_readonly("reference_low", of_series<&lab_series::reference_low>())
      .def_property_readonly("reference_high", of_series<&lab_series::reference_high>())
      .def_property_readonly("left_out", of_series<&lab_series::left_out>(), doc("Trend.left_out"))
      .def_property_readonly("points", [](const lab_trend& from) { return table(from.series.points); })
      .def("__len__", [](const lab_trend& from) { return from.series.points.size(); }, doc("Trend.__len__"));
}

void bind_statistics(trend_class& of) {
  using analytics::summary;
  of.def_property_readonly("mean", of_stats<&summary::mean>())
      .def_property_readonly("sd", of_stats<&summary::sd>())
      .def_property_readonly("min", of_stats<&summary::min>())
      .def_property_readonly("max", of_stats<&summary::max>())
      .def_readonly("first", &lab_trend::first)
      .def_readonly("latest", &lab_trend::latest)
      .def_readonly("above", &lab_trend::above)
      .def_readonly("below", &lab_trend::below)
      .def_readonly("longest_gap_days", &lab_trend::longest_gap_days)
      .def_readonly("direction", &lab_trend::direction)
      .def_readonly("linear", &lab_trend::linear)
      .def_readonly("robust", &lab_trend::robust)
      .def_property_readonly("slope", [](const lab_trend& from) -> std::optional<double> {
        return from.robust ? std::optional(from.robust->slope_per_day) : std::nullopt;
      }, doc("Trend.slope"));
}

}  // namespace

void bind_trend(py::module_& m) {
  bind_lines(m);
  trend_class of(m, "Trend", doc("Trend"));
  bind_series(of);
  bind_statistics(of);
  const analytics::chart_options usual;
  of.def("plot", &chart_of, py::kw_only(), py::arg("width") = usual.width, py::arg("height") = usual.height,
         py::arg("title") = usual.title, py::arg("dark") = usual.dark, py::arg("trend") = usual.trend,
         py::arg("gap_factor") = usual.gap_factor, py::arg("utc_offset_minutes") = usual.utc_offset_minutes,
         doc("Trend.plot"))
      .def("__str__", [](const lab_trend& from) { return analytics::to_text(from); })
      .def("__repr__", shown("trend_repr"))
      .def("_repr_html_", shown("trend_html"));
}

void bind_session_trend(session_class& of) {
  of.def("lab_trend",
         [](open_session& in, std::string_view code, std::string patient, const py::object& since,
            const py::object& until) {
           const trend_options options{std::move(patient), moment_of(since, "since"), moment_of(until, "until")};
           return in.with([&](session& core) { return core.lab_trend(code, options); });
         },
         py::arg("code"), py::kw_only(), py::arg("patient") = "", py::arg("since") = py::none(),
         py::arg("until") = py::none(), doc("Session.lab_trend"));
}

}  // namespace phr::python
