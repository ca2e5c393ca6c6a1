// Views and their rows as text, for tests.
#pragma once

#include <phr/core/describe.hpp>
#include <phr/views/stream.hpp>
#include <phr/views/text.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace phr::views::test {

// A view of one select: "Patient", and the JSON behind "column": .
inline std::string of_columns(std::string_view type, std::string_view columns) {
  return R"({"resource":")" + std::string(type) + R"(","select":[{"column":[)" + std::string(columns) + "]}]}";
}

// The rows as NDJSON, or what went wrong in one line.
inline std::string rows_of(std::string_view definition, std::string_view resources, const stream_options& options = {}) {
  const auto of = view::compile(definition);
  if (!of) return describe(of.error());
  stream rows(of.value(), texts(resources), options);
  std::string made;
  for (;;) {
    auto next = rows.next();
    if (!next) return describe(next.error());
    if (!next.value()) return made;
    append_ndjson(made, of.value(), *next.value());
  }
}

}  // namespace phr::views::test
