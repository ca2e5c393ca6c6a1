// How an error of the core gets to Python, where it is raised as the class of phr.Error that its code has.
#pragma once

#include <phr/core/result.hpp>

#include <pybind11/pybind11.h>

#include <utility>

namespace phr::python {

namespace py = pybind11;

// What crosses the frames of pybind11; the translator of bind_failure makes a phr.Error of it.
// Lifetime: a value. Threads: immutable. Errors: it is one.
struct failure {
  error what;
};

// The value, or its error thrown as a failure.
template <class T>
T unwrap(result<T>&& from) {
  if (!from) throw failure{from.error()};
  return std::move(from).assume_value();
}
inline void unwrap(const result<void>& from) {
  if (!from) throw failure{from.error()};
}

// The phr.Error of it, not raised.
[[nodiscard]] py::object as_exception(const error& what);

void bind_failure();

}  // namespace phr::python
