// Structures, texts and buffers of the caller.
#pragma once

#include "guard.hpp"

#include <phr/core/bytes.hpp>
#include <phr/core/progress.hpp>
#include <phr/fhir/resource_type.hpp>
#include <phr/store.h>
#include <phr/store/record.hpp>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace phr::c {

// No structure of this API comes near it: a larger `struct_size` was never set.
inline constexpr std::size_t largest_struct = 4096;

template <class Struct>
concept sized_struct = std::is_trivially_copyable_v<Struct> && std::is_standard_layout_v<Struct> && requires(Struct s) {
  { s.struct_size } -> std::same_as<std::uint32_t&>;
};

// Reads the caller's structure as this version knows it: what the caller's does not have is zero.
template <sized_struct Struct>
[[nodiscard]] result<Struct> take(const Struct* in) noexcept {
  if (in == nullptr || in->struct_size < sizeof(in->struct_size) || in->struct_size > largest_struct) {
    return error{errc::invalid_argument}.at("struct_size");
  }
  Struct known{};
  std::memcpy(&known, in, std::min<std::size_t>(in->struct_size, sizeof known));
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(in);
  for (std::size_t at = sizeof known; at < in->struct_size; ++at) {
    if (bytes[at] != 0) return error{errc::unsupported}.at("an option of a later version");
  }
  return known;
}

// As above; all zeros for NULL.
template <sized_struct Struct>
[[nodiscard]] result<Struct> take_optional(const Struct* in) noexcept {
  return in == nullptr ? result<Struct>(Struct{}) : take(in);
}

// Whether `fill` can write there.
template <sized_struct Struct>
[[nodiscard]] result<void> check(const Struct* out) noexcept {
  if (out == nullptr || out->struct_size < sizeof(out->struct_size) || out->struct_size > largest_struct) {
    return error{errc::invalid_argument}.at("struct_size");
  }
  return success();
}

// Fills the caller's structure, as much as it has; what only a later version has becomes zero.
template <sized_struct Struct>
result<void> fill(Struct* out, Struct known) noexcept {
  if (const auto fits = check(out); !fits) return fits;
  const std::uint32_t size = out->struct_size;
  known.struct_size = size;
  std::memcpy(out, &known, std::min<std::size_t>(size, sizeof known));
  if (size > sizeof known) std::memset(reinterpret_cast<std::uint8_t*>(out) + sizeof known, 0, size - sizeof known);
  return success();
}

[[nodiscard]] inline phr_text borrow(std::string_view text) noexcept { return {text.data(), text.size()}; }
[[nodiscard]] inline phr_text borrow(static_text text) noexcept { return {text.data(), text.size()}; }
[[nodiscard]] inline phr_text name_of(fhir::resource_type type) noexcept {
  const std::string_view name = fhir::name(type);
  return name.empty() ? phr_text{"", 0} : borrow(name);
}

[[nodiscard]] inline phr_type_total total_of(const type_count& from) noexcept {
  phr_type_total known = PHR_TYPE_TOTAL_INIT;
  known.type = name_of(from.type);
  known.count = from.count;
  return known;
}

// The caller's text. invalid_argument for NULL with a size.
[[nodiscard]] inline result<std::string_view> text(phr_text from, static_text what) noexcept {
  if (from.data == nullptr && from.size != 0) return error{errc::invalid_argument}.at(what);
  return from.data == nullptr ? std::string_view() : std::string_view(from.data, from.size);
}

// A path: not empty, without a 0 byte, which the system would end it at.
[[nodiscard]] inline result<std::string_view> path_text(phr_text from) noexcept {
  PHR_TRY(const auto path, text(from, "path"));
  if (path.empty() || path.find('\0') != std::string_view::npos) return error{errc::invalid_argument}.at("path");
  return path;
}

[[nodiscard]] inline std::optional<std::int64_t> time_of(const phr_optional_time& from) noexcept {
  return from.is_given != 0 ? std::optional(from.us) : std::nullopt;
}

[[nodiscard]] inline result<fhir::resource_type> type_text(std::string_view name) noexcept {
  const auto type = fhir::resource_type_named(name);
  if (!type) return error{errc::unknown_resource_type}.at("type");
  return *type;
}

// The caller's names of types; the ordinal of an error counts them from 0.
[[nodiscard]] inline result<std::vector<fhir::resource_type>> types_of(const phr_text* names, std::size_t count) {
  if (names == nullptr && count != 0) return error{errc::invalid_argument}.at("types");
  std::vector<fhir::resource_type> types;
  for (std::size_t at = 0; at < count; ++at) {
    const auto name = text(names[at], "types");
    if (!name) return name.error().nth(at);
    const auto type = fhir::resource_type_named(name.value());
    if (!type) return error{errc::unknown_resource_type}.at("types").nth(at);
    types.push_back(*type);
  }
  return types;
}

// Into a fixed array, with a final 0. The arrays are larger than any id or type name.
template <std::size_t N>
void copy_text(char (&out)[N], std::string_view from) noexcept {
  const std::size_t size = std::min(from.size(), N - 1);
  std::memcpy(out, from.data(), size);
  out[size] = '\0';
}

// invalid_argument for a NULL where the result belongs.
template <class Out>
[[nodiscard]] result<void> wanted(Out* out, static_text what) noexcept {
  if (out != nullptr) return success();
  return error{errc::invalid_argument}.at(what);
}

[[nodiscard]] inline result<void> within(std::size_t index, std::size_t count) noexcept {
  if (index < count) return success();
  return error{errc::invalid_argument}.at("index").nth(index);
}

// A text, handed to the caller's function.
[[nodiscard]] inline outcome hand_out(std::string_view text, phr_bytes_fn take_bytes, void* user) {
  PHR_TRY(wanted(take_bytes, "take"));
  take_bytes(user, as_bytes(text).data(), text.size());
  return {};
}

// A caller's function as phr::resource_sink takes it. Its result is the other way round.
// Lifetime: borrows both for the call. Threads: per-thread. Errors: none.
class taker {
 public:
  taker(phr_resource_fn each, void* user) noexcept : each_(each), user_(user) {}
  [[nodiscard]] bool operator()(std::string_view json) const { return each_(user_, as_bytes(json).data(), json.size()) == 0; }

 private:
  phr_resource_fn each_;
  void* user_;
};

// A caller's progress function as phr::progress takes it. Its result is the other way round.
// Lifetime: borrows both for the call. Threads: per-thread. Errors: none.
class watcher {
 public:
  watcher(phr_progress_fn watch, void* user) noexcept : watch_(watch), user_(user) {}
  [[nodiscard]] bool operator()(const progress_step& step) const {
    return watch_ == nullptr || watch_(user_, step.done, step.total, step.unit.data()) == 0;
  }

 private:
  phr_progress_fn watch_;
  void* user_;
};

}  // namespace phr::c
