// What a series of lab values says, and its picture.
#include "as_of.hpp"
#include "bind.hpp"
#include "doc.hpp"
#include "times.hpp"
#include "table.hpp"
#include "text.hpp"
#include "value.hpp"

#include <phr/analytics/chart.hpp>
#include <phr/analytics/report.hpp>

namespace phr::python {

using analytics::lab_point;
using analytics::lab_series;
using analytics::lab_trend;
using analytics::line;
using analytics::summary;
using analytics::theil_sen_line;

template <>
struct members<line> {
  static constexpr auto of = std::tuple(&line::slope_per_day, &line::intercept, &line::r_squared, &line::slope_error, &line::count);
};
template <>
struct members<theil_sen_line> {
  static constexpr auto of = std::tuple(&theil_sen_line::slope_per_day, &theil_sen_line::intercept, &theil_sen_line::low, &theil_sen_line::high, &theil_sen_line::count);
};
template <>
struct members<summary> {
  static constexpr auto of = std::tuple(&summary::count, &summary::mean, &summary::sd, &summary::min, &summary::max);
};
template <>
struct members<lab_point> {
  static constexpr auto of = std::tuple(&lab_point::at_us, &lab_point::value, &lab_point::source_id);
};
template <>
struct members<lab_series> {
  static constexpr auto of = std::tuple(&lab_series::system, &lab_series::code, &lab_series::title, &lab_series::unit, &lab_series::unit_code,
                                        &lab_series::reference_low, &lab_series::reference_high, &lab_series::points, &lab_series::left_out);
};
template <>
struct members<lab_trend> {
  static constexpr auto of = std::tuple(&lab_trend::series, &lab_trend::stats, &lab_trend::linear, &lab_trend::robust, &lab_trend::first, &lab_trend::latest,
                                        &lab_trend::above, &lab_trend::below, &lab_trend::longest_gap_days, &lab_trend::direction);
};

namespace {

// A number that may not be there, as a property: None for NaN.
template <class Row>
auto number_in(double Row::*number) {
  return [number](const Row& from) { return packed(from.*number); };
}

// A member of the series or of its summary, as a property.
template <auto Part>
auto of_series() {
  return [](const lab_trend& from) { return from.series.*Part; };
}
template <auto Part>
auto text_of_series() {
  return [](const lab_trend& from) { return str_or_none(from.series.*Part); };
}
template <auto Part>
auto of_stats() {
  return [](const lab_trend& from) { return packed(from.stats.*Part); };
}

py::object gap_of(const lab_trend& from) { return from.series.points.size() < 2 ? py::object(py::none()) : py::object(py::float_(from.longest_gap_days)); }

py::object chart_of(const lab_trend& from, int width, int height, const optional_text& title, bool dark, bool trend,
                    std::optional<double> gap_factor, int utc_offset_minutes) {
  const analytics::chart_options how{width, height, text_given(title), dark, trend, gap_factor.value_or(0), utc_offset_minutes};
  const auto draw = [&] {
    const unlocked work;
    return analytics::line_chart_svg(from.series, how);
  };
  return py::module_::import("phr._chart").attr("Chart")(str(draw()));
}

void bind_lines(py::module_& m) {
  py::class_<line> squares(m, "Line", doc("Line"));
  squares.def_readonly("slope_per_day", &line::slope_per_day)
      .def_readonly("intercept", &line::intercept)
      .def_property_readonly("r_squared", number_in(&line::r_squared), doc("Line.r_squared"))
      .def_property_readonly("slope_error", number_in(&line::slope_error), doc("Line.slope_error"))
      .def_readonly("count", &line::count)
      .def("__repr__", shown("line_repr"));
  is_value(squares);
  py::class_<theil_sen_line> medians(m, "TheilSenLine", doc("TheilSenLine"));
  medians.def_readonly("slope_per_day", &theil_sen_line::slope_per_day)
      .def_readonly("intercept", &theil_sen_line::intercept)
      .def_readonly("low", &theil_sen_line::low, doc("TheilSenLine.low"))
      .def_readonly("high", &theil_sen_line::high)
      .def_readonly("count", &theil_sen_line::count)
      .def("__repr__", shown("line_repr"));
  is_value(medians);
  py::class_<lab_point> point(m, "Point", doc("Point"));
  columns(point, "at", "value", "id");
  point.def_property_readonly("at", [](const lab_point& from) { return datetime_of(from.at_us); })
      .def_readonly("value", &lab_point::value)
      .def_readonly("id", &lab_point::source_id, doc("Point.id"))
      .def("__repr__", shown("point_repr"));
  is_value(point);
}

using trend_class = py::class_<lab_trend>;

void bind_series(trend_class& of) {
  of.def_property_readonly("system", text_of_series<&lab_series::system>())
      .def_property_readonly("code", of_series<&lab_series::code>())
      .def_property_readonly("title", text_of_series<&lab_series::title>())
      .def_property_readonly("unit", text_of_series<&lab_series::unit>())
      .def_property_readonly("unit_code", text_of_series<&lab_series::unit_code>(), doc("Trend.unit_code"))
      .def_property_readonly("reference_low", of_series<&lab_series::reference_low>())
      .def_property_readonly("reference_high", of_series<&lab_series::reference_high>())
      .def_property_readonly("left_out", of_series<&lab_series::left_out>(), doc("Trend.left_out"))
      .def_property_readonly("points", [](const lab_trend& from) { return table(from.series.points); })
      .def("__len__", [](const lab_trend& from) { return from.series.points.size(); }, doc("Trend.__len__"));
}

void bind_statistics(trend_class& of) {
  of.def_property_readonly("mean", of_stats<&summary::mean>())
      .def_property_readonly("sd", of_stats<&summary::sd>(), doc("Trend.sd"))
      .def_property_readonly("min", of_stats<&summary::min>())
      .def_property_readonly("max", of_stats<&summary::max>())
      .def_readonly("first", &lab_trend::first)
      .def_readonly("latest", &lab_trend::latest)
      .def_readonly("above", &lab_trend::above)
      .def_readonly("below", &lab_trend::below)
      .def_property_readonly("longest_gap_days", &gap_of, doc("Trend.longest_gap_days"))
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
         py::arg("title") = py::none(), py::arg("dark") = usual.dark, py::arg("trend") = usual.trend,
         py::arg("gap_factor") = usual.gap_factor, py::arg("utc_offset_minutes") = usual.utc_offset_minutes,
         doc("Trend.plot"))
      .def("__str__", [](const lab_trend& from) { return analytics::to_text(from); })
      .def("__repr__", shown("trend_repr"))
      .def("_repr_html_", shown("trend_html"));
  is_value(of);
}

void bind_session_trend(session_class& of) {
  of.def("lab_trend",
         [](open_session& in, std::string_view code, const optional_text& patient, const py::object& since,
            const py::object& until, const shared_moment& at) {
           trend_options options{text_given(patient), time_given(since, "since"), time_given(until, "until")};
           return as_of(in, at, [&](session& core, const moment& then) {
             options.as_of = then;
             return core.lab_trend(code, options);
           });
         },
         py::arg("code"), py::kw_only(), py::arg("patient") = py::none(), py::arg("since") = py::none(),
         py::arg("until") = py::none(), py::arg("as_of") = py::none(), doc("Session.lab_trend"));
}

}  // namespace phr::python
