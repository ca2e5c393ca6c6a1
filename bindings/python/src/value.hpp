// What makes a struct of the core a value to Python: it is pickled, copied, compared and hashed by its members.
#pragma once

#include "failure.hpp"

#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace phr::python {

// The members of a struct: `static constexpr auto of = std::tuple(&Row::a, ...)`, beside the binding of its class.
template <class Row>
struct members;

template <class T>
concept has_members = requires { members<T>::of; };

// A struct as a tuple of its members, and what they are made of likewise. NaN is None, so that equal is equal.
template <class T>
[[nodiscard]] py::object packed(const T& from);

template <class T>
[[nodiscard]] py::object packed(const std::vector<T>& from) {
  py::tuple all(from.size());
  for (std::size_t at = 0; at < from.size(); ++at) all[at] = packed(from[at]);
  return all;
}
template <class T>
[[nodiscard]] py::object packed(const std::optional<T>& from) {
  return from ? packed(*from) : py::object(py::none());
}
template <class T>
py::object packed(const T& from) {
  if constexpr (has_members<T>) {
    return std::apply([&](auto... each) -> py::object { return py::make_tuple(packed(from.*each)...); }, members<T>::of);
  } else if constexpr (std::is_enum_v<T>) {
    return py::int_(static_cast<std::underlying_type_t<T>>(from));
  } else if constexpr (std::floating_point<T>) {
    return std::isnan(from) ? py::object(py::none()) : py::object(py::float_(from));
  } else {
    return py::cast(from);
  }
}

// The way back. ValueError for what another version of the package has packed.
template <class T>
void unpack(T& to, const py::handle& from);

template <class T>
void unpack(std::vector<T>& to, const py::handle& from) {
  for (const auto& each : from) unpack(to.emplace_back(), each);
}
template <class T>
void unpack(std::optional<T>& to, const py::handle& from) {
  if (!from.is_none()) unpack(to.emplace(), from);
}
template <class T>
void unpack(T& to, const py::handle& from) {
  if constexpr (has_members<T>) {
    constexpr std::size_t count = std::tuple_size_v<std::remove_const_t<decltype(members<T>::of)>>;
    const auto state = py::reinterpret_borrow<py::object>(from).cast<py::tuple>();
    if (state.size() != count) throw py::value_error("a pickle of another version of phr");
    std::apply([&, at = std::size_t{0}](auto... each) mutable { (unpack(to.*each, state[at++]), ...); }, members<T>::of);
  } else if constexpr (std::is_enum_v<T>) {
    to = static_cast<T>(from.cast<std::underlying_type_t<T>>());
  } else if constexpr (std::floating_point<T>) {
    to = from.is_none() ? std::numeric_limits<T>::quiet_NaN() : from.cast<T>();
  } else {
    to = from.cast<T>();
  }
}

template <class T>
[[nodiscard]] T unpacked(const py::tuple& from) {
  T made;
  unpack(made, from);
  return made;
}

// Pickle, copy, ==, hash.
template <class T, class... Options>
void is_value(py::class_<T, Options...>& of) {
  of.def(py::pickle([](const T& from) { return py::tuple(packed(from)); }, &unpacked<T>));
  of.def("__eq__", [](const T& a, const py::object& b) -> py::object {
    if (!py::isinstance<T>(b)) return py::reinterpret_borrow<py::object>(Py_NotImplemented);
    return py::bool_(packed(a).equal(packed(b.cast<const T&>())));
  });
  of.def("__hash__", [](const T& from) { return py::hash(packed(from)); });
}

// For handles: pickling and copying raise a TypeError that says what to do.
template <class Class>
void is_handle(Class& of, const char* why) {
  of.def("__reduce__", [why](const py::object&) -> py::object { throw py::type_error(why); });
}

}  // namespace phr::python
