// Rows as a phr.Table.
#pragma once

#include "failure.hpp"

#include <utility>
#include <vector>

namespace phr::python {

// A phr.Table of the rows, whose class tells its columns: see columns().
template <class Row>
[[nodiscard]] py::object table(std::vector<Row> rows) {
  py::list all;
  for (Row& each : rows) all.append(py::cast(std::move(each)));
  return py::module_::import("phr._table").attr("Table")(all);
}

// Names the attributes of a row's class that are columns of its table.
template <class... Names>
void columns(const py::object& of, Names... names) {
  of.attr("_columns") = py::make_tuple(names...);
}

}  // namespace phr::python
