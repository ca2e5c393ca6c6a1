// Bodies of resources at rest: zstd with a numbered dictionary (decision D4).
#pragma once

#include <phr/core/bytes.hpp>
#include <phr/core/owned.hpp>
#include <phr/core/result.hpp>

#include <cstdint>
#include <string>

namespace phr::storage {

// Number of the built-in dictionary that new bodies use. A number, once used in a file, keeps its meaning for ever.
inline constexpr std::int64_t newest_dictionary = 1;
// The same for bodies whose references have been taken out: see records/packed_body.hpp.
inline constexpr std::int64_t packed_dictionary = 2;

// Compresses and expands bodies with contexts of its own; the digested dictionaries are shared and immutable.
// Lifetime: owns its contexts. Threads: per-thread. Errors: damaged_page for a body that does not expand, too_large for
// one beyond 1 GiB, unsupported for a dictionary this version does not have.
class body_codec {
 public:
  body_codec();
  body_codec(body_codec&&) noexcept = default;
  body_codec& operator=(body_codec&&) noexcept = default;

  // Borrowed until the next call.
  [[nodiscard]] result<bytes_view> compress(std::string_view text);
  // Replaces `out`.
  [[nodiscard]] result<void> expand(bytes_view body, std::int64_t dictionary, std::string& out);

 private:
  struct state;
  owned<state> state_;
};

}  // namespace phr::storage
