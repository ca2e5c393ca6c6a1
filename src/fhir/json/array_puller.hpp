// One array of a JSON text that is too large to be read as a whole.
#pragma once

#include <phr/fhir/json.hpp>

#include "core/input/reader.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

namespace phr::fhir::json {

// Where something begins in the input: line and column, counted from 1.
struct text_place {
  std::uint32_t line = 1;
  std::uint64_t column = 1;
};
// A problem of a text of its own, which begins there in the input, with its place in the input.
[[nodiscard]] error placed(const error& why, const text_place& begin) noexcept;

// The elements of one array among the members of a root object, one at a time and in order, through the buffer of a reader that has to hold no more
// than the largest of them. What stands around the elements is checked here as a document is; what is in one, by whoever parses it within `inside`.
// Lifetime: borrows the reader; an element ends with the next call. Threads: per-thread.
// Errors: those of document::parse, with the place in the input; those of the reader. After one of them nothing more can be asked.
class array_puller {
 public:
  array_puller(input::reader& from, std::string_view member, const limits& most = {}) noexcept : from_(from), member_(member), most_(most) {}

  // Reads on to the array and parses what stands in front of it, closed as if the array were empty: root() then. False where there is no such array
  // in an object within so many bytes. Nothing is taken from the reader yet.
  [[nodiscard]] result<bool> open(std::size_t within);
  [[nodiscard]] value root() const noexcept { return head_.root(); }

  struct element {
    std::string_view text;
    text_place place;
  };
  // Nullopt behind the last, when all that follows the array has been read and checked, to the end of the input.
  [[nodiscard]] result<std::optional<element>> next();
  // Names of members behind the array that `next` came by on its way to the end.
  [[nodiscard]] bool has_behind(std::string_view name) const { return names_.contains(std::string(name)) && !root()[name]; }
  // For the parsing of an element: what is left of the depth.
  [[nodiscard]] limits inside() const noexcept { return {most_.depth - 2, most_.text_bytes, most_.string_bytes}; }

 private:
  [[nodiscard]] bool begin_at(std::size_t size);
  [[nodiscard]] result<char> peek();  // behind white space; '\0' at the end, too
  void take(std::size_t bytes) noexcept;
  // The length of the value that begins here, all of which is ahead then. `around`: brackets that are open.
  [[nodiscard]] result<std::size_t> length_of_value(std::uint32_t around);
  [[nodiscard]] result<void> close();
  [[nodiscard]] result<void> member();
  [[nodiscard]] error unexpected(static_text what);
  [[nodiscard]] text_place place_of(std::size_t offset) const noexcept;

  input::reader& from_;
  std::string_view member_;
  limits most_;
  document head_;
  document scratch_;
  std::unordered_set<std::string> names_;  // of the root's members
  text_place here_;
  std::size_t given_ = 0;  // bytes of the element that was given last, or of what stands in front of the first
  bool is_first_ = true;
};

}  // namespace phr::fhir::json
