#include "times.hpp"

#include "text.hpp"

namespace phr::python {

namespace {

py::object datetime_type() { return py::module_::import("datetime").attr("datetime"); }
py::object utc() { return py::module_::import("datetime").attr("timezone").attr("utc"); }
py::object epoch() { return datetime_type()(1970, 1, 1, py::arg("tzinfo") = utc()); }
py::object microseconds(std::int64_t count) {
  return py::module_::import("datetime").attr("timedelta")(py::arg("microseconds") = count);
}

time_interval parsed(std::string_view text, static_text place) {
  const auto date = parse_date_time(text);
  if (!date) throw failure{error{date.error().code()}.at(place)};
  return date.value().as_interval();
}

// Of anything but a tuple.
std::optional<time_interval> time_of(const py::object& given, static_text place) {
  if (given.is_none()) return std::nullopt;
  if (py::isinstance(given, datetime_type())) {
    if (given.attr("utcoffset")().is_none()) throw failure{error{errc::invalid_argument}.at(place)};
    const auto low = ((given - epoch()).attr("__floordiv__")(microseconds(1))).cast<std::int64_t>();
    return time_interval{low, low + 1};
  }
  const bool is_date = py::isinstance(given, py::module_::import("datetime").attr("date"));
  const py::object text = is_date ? given.attr("isoformat")() : given;
  return parsed(view_of(text), place);
}

time_interval between(const py::tuple& given, static_text place) {
  if (given.size() != 2) throw py::type_error("a time is from one moment to another");
  const auto low = time_given(given[0], place);
  const auto high = time_given(given[1], place);
  if (!low || !high || *low >= *high) throw failure{error{errc::invalid_argument}.at(place)};
  return {*low, *high};
}

}  // namespace

py::object datetime_of(std::int64_t microseconds_since_1970) {
  if (!date_time::from_microseconds(microseconds_since_1970)) {
    return datetime_type().attr(microseconds_since_1970 < 0 ? "min" : "max").attr("replace")(py::arg("tzinfo") = utc());
  }
  return epoch() + microseconds(microseconds_since_1970);
}

std::optional<time_interval> interval_of(const py::object& given, static_text place) {
  if (py::isinstance<py::tuple>(given)) return between(given, place);
  return time_of(given, place);
}

std::optional<std::int64_t> time_given(const py::object& given, static_text place) {
  const auto time = time_of(given, place);
  return time ? std::optional(time->low) : std::nullopt;
}

}  // namespace phr::python
