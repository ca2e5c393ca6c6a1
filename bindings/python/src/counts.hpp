// How many of a type, as a value of Python: reports, stores and sources tell it.
#pragma once

#include "value.hpp"

#include <phr/store/record.hpp>

namespace phr::python {

template <>
struct members<type_count> {
  static constexpr auto of = std::tuple(&type_count::type, &type_count::count);
};

}  // namespace phr::python
