// Models from JSON and back, for headers that do not need to know what a model is.
#pragma once

#include <phr/core/result.hpp>

#include <string>
#include <string_view>

namespace phr::fhir {

struct structure;

// A generated resource: it has a table and the number of its type.
template <class T>
concept model = requires {
  T::structure_;
  T::resource_;
};

// The resource in a text as a model of its type. Strict. Errors: as json_decoder, and wrong_type where the text holds a
// resource of another type.
[[nodiscard]] result<void> json_decode_into(const structure& type, void* empty_object, std::string_view text);
[[nodiscard]] std::string json_encode(const structure& type, const void* object);

}  // namespace phr::fhir
