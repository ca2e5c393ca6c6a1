// Units of measure. Values cross as text, so that every digit does.
#include "bind.hpp"
#include "doc.hpp"
#include "held.hpp"
#include "text.hpp"

#include <phr/ucum/ucum.hpp>

#include <algorithm>

namespace phr::python {

namespace {

decimal number_of(std::string_view text) { return unwrap(decimal::parse(text)); }

// Doubles in a row, as numpy and array.array lend them.
py::buffer_info doubles_of(const py::buffer& from, bool writable) {
  py::buffer_info made = from.request(writable);
  const bool in_a_row = made.ndim == 1 && made.strides[0] == static_cast<py::ssize_t>(sizeof(double));
  if (made.format != py::format_descriptor<double>::format() || !(in_a_row || made.size == 0)) throw py::type_error("a column is a row of doubles");
  return made;
}

void convert_column(const ucum::conversion& by, const py::buffer& values, const py::buffer& out) {
  const py::buffer_info from = doubles_of(values, false);
  const py::buffer_info to = doubles_of(out, true);
  if (from.size != to.size) throw py::value_error("two columns of one length");
  const unlocked work;
  const auto* const first = static_cast<const double*>(from.ptr);
  std::transform(first, first + from.size, static_cast<double*>(to.ptr), [&](double each) { return by(each); });
}

// A conversion and what it is between. Lifetime: a value. Threads: immutable. Errors: those of conversion.
struct unit_way {
  ucum::conversion by;
  ucum::unit from;
  ucum::unit to;
};

unit_way way_between(const ucum::unit& from, const ucum::unit& to) { return {unwrap(ucum::conversion::between(from, to)), from, to}; }

py::tuple ends_of(const unit_way& of) { return py::make_tuple(of.from, of.to); }

py::tuple row_of(const ucum::substance_answer& of) {
  return py::make_tuple(str(of.value.to_string()), str(of.rule), str(of.used.molar_mass.to_string()), str(of.used.source), of.used.charge);
}

}  // namespace

void bind_ucum(py::module_& m) {
  using ucum::unit;
  py::class_<unit>(m, "Unit", doc("Unit"))
      .def_property_readonly("code", [](const unit& of) { return of.code(); })
      .def_property_readonly("base", &unit::canonical_code, doc("Unit.base"))
      .def_property_readonly("display", [](const unit& of) { return unwrap(ucum::display_name(of.code())); }, doc("Unit.display"))
      .def_property_readonly("special", &unit::is_special, doc("Unit.special"))
      .def_property_readonly("arbitrary", &unit::is_arbitrary, doc("Unit.arbitrary"))
      .def_property_readonly("dimensionless", &unit::is_dimensionless)
      .def("same_as", [](const unit& a, const unit& b) { return ucum::is_same(a, b); }, py::arg("other"), doc("Unit.same_as"))
      .def("comparable_with", [](const unit& a, const unit& b) { return ucum::is_comparable(a, b); }, py::arg("other"), doc("Unit.comparable_with"))
      .def("__mul__", [](const unit& a, const unit& b) { return unwrap(a.multiply(b)); }, py::arg("by"))
      .def("__truediv__", [](const unit& a, const unit& b) { return unwrap(a.divide(b)); }, py::arg("by"))
      .def("__str__", [](const unit& of) { return of.code(); })
      .def("__eq__", [](const unit& a, const unit& b) { return a.code() == b.code(); }, py::is_operator(), doc("Unit.__eq__"))
      .def("__hash__", [](const unit& of) { return py::hash(str(of.code())); })
      .def("__reduce__", [](const unit& of) { return py::make_tuple(py::module_::import("phr.ucum").attr("parse"), py::make_tuple(of.code())); })
      .def("__repr__", [](const unit& of) { return "<phr.ucum.Unit " + of.code() + ">"; });
  py::class_<unit_way>(m, "Conversion", doc("Conversion"))
      .def(py::init(&way_between), py::arg("from_unit"), py::arg("to"))
      .def("decimal", [](const unit_way& of, std::string_view value) { return unwrap(of.by(number_of(value))).to_string(); }, py::arg("value"), doc("Conversion.decimal"))
      .def("column", [](const unit_way& of, const py::buffer& values, const py::buffer& out) { convert_column(of.by, values, out); }, py::arg("values"), py::arg("out"),
           doc("Conversion.column"))
      .def("__eq__", [](const unit_way& a, const unit_way& b) { return ends_of(a).equal(ends_of(b)); }, py::is_operator())
      .def("__hash__", [](const unit_way& of) { return py::hash(ends_of(of)); })
      .def("__reduce__", [](const unit_way& of) { return py::make_tuple(py::type::of<unit_way>(), ends_of(of)); })
      .def("__repr__", [](const unit_way& of) { return "<phr.ucum.Conversion of " + of.from.code() + " to " + of.to.code() + ">"; });
  m.def("parse_unit", [](std::string_view code) { return unwrap(unit::parse(code)); }, py::arg("code"), doc("parse_unit"));
  m.def("canonical_quantity", [](std::string_view value, const unit& of) {
    const ucum::quantity made = unwrap(ucum::canonical_form(number_of(value), of));
    return py::make_tuple(str(made.value.to_string()), str(made.code));
  }, py::arg("value"), py::arg("of"), doc("canonical_quantity"));
  m.def("compare_quantities", [](std::string_view a, const unit& of_a, std::string_view b, const unit& of_b) {
    const auto order = unwrap(ucum::compare(number_of(a), of_a, number_of(b), of_b));
    return order < 0 ? -1 : order > 0 ? 1 : 0;
  }, py::arg("a"), py::arg("of_a"), py::arg("b"), py::arg("of_b"), doc("compare_quantities"));
  m.def("convert_substance", [](std::string_view value, const unit& from, const unit& to, std::string_view molar_mass, std::string source, int charge) {
    return row_of(unwrap(ucum::convert(number_of(value), from, to, ucum::substance{number_of(molar_mass), std::move(source), charge})));
  }, py::arg("value"), py::arg("from_unit"), py::arg("to"), py::arg("molar_mass"), py::arg("source"), py::arg("charge"), doc("convert_substance"));
  m.def("convert_analyte", [](std::string_view value, const unit& from, const unit& to, std::string_view loinc) {
    return row_of(unwrap(ucum::convert_analyte(number_of(value), from, to, loinc)));
  }, py::arg("value"), py::arg("from_unit"), py::arg("to"), py::arg("loinc"), doc("convert_analyte"));
}

}  // namespace phr::python
