// One value on its way into a column.
#pragma once

#include "views/columns/builder.hpp"

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhirpath/value.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace phr::views {

// A value as JSON has it, or made by FHIRPath. Texts and lists are places in the memory of the run.
// Lifetime: of the resource and of that memory. Threads: per-thread. Errors: none.
struct cell {
  enum class form : std::uint8_t { absent, json, flag, integer, text, digits, list };
  form is = form::absent;
  fhir::json::value json{};
  std::int64_t number = 0;  // flag, integer
  std::uint32_t begin = 0;  // of a text, or of a list's cells
  std::uint32_t size = 0;
};

// What the cells of one resource point to.
struct cell_memory {
  std::string texts;
  std::vector<cell> items;

  [[nodiscard]] cell text(std::string_view of, cell::form as = cell::form::text) {
    cell made;
    made.is = as;
    made.begin = static_cast<std::uint32_t>(texts.size());
    made.size = static_cast<std::uint32_t>(of.size());
    texts += of;
    return made;
  }
  [[nodiscard]] std::string_view text_of(const cell& of) const noexcept { return {texts.data() + of.begin, of.size}; }
  void clear() noexcept {
    texts.clear();
    items.clear();
  }
};

// A value of FHIRPath as a cell; absent for a primitive without a value. Complex elements become JSON.
[[nodiscard]] cell cell_of(const fhirpath::value& item, cell_memory& in);

// Appends a cell, null for an absent one. Errors: invalid_value where it is not of the column's kind.
[[nodiscard]] result<void> append(const cell& of, const cell_memory& in, column_builder& to);

}  // namespace phr::views
