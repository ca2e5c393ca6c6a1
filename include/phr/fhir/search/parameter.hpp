// Search parameters as objects: what phr/fhir/r4/search_parameters.hpp names, and which types have them.
#pragma once

#include <phr/fhir/resource_type.hpp>
#include <phr/fhir/search_parameter.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace phr::fhir::search {

// A name as a template's argument.
template <std::size_t Size>
struct fixed_name {
  char text[Size]{};
  consteval fixed_name(const char (&from)[Size]) { std::copy_n(from, Size, text); }
  [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }
};

// The types for which a name is a parameter of that kind: a bit for each, in the order of resource_type.
template <search_kind Kind, std::uint64_t First, std::uint64_t Second, std::uint64_t Third>
struct types_of_kind {
  static constexpr search_kind kind = Kind;
  static constexpr std::uint64_t bits[] = {First, Second, Third};
  [[nodiscard]] static constexpr bool has(resource_type type) noexcept {
    const auto number = static_cast<unsigned>(type);
    return number / 64 < 3 && (bits[number / 64] >> (number % 64) & 1) != 0;
  }
};

enum class comparison : std::uint8_t { eq, ne, lt, le, gt, ge, sa, eb, ap, contains, exact, text, not_, in, not_in, above, below, identifier, missing };
enum class value_kind : std::uint8_t { text, coding, truth, whole, quantity, reference, parts, raw };

// Which comparisons R4 has for a kind of parameter, with which values.
[[nodiscard]] constexpr bool is_allowed(search_kind kind, comparison how, value_kind with) noexcept {
  using c = comparison;
  using v = value_kind;
  const bool ordered = how <= c::ap;
  if (how == c::missing) return with == v::truth && kind != search_kind::special;
  if (how == c::eq && with == v::raw) return true;
  switch (kind) {
    case search_kind::token:
      if (how == c::eq || how == c::not_) return with == v::text || with == v::coding || with == v::truth;
      return (how == c::text || how == c::in || how == c::not_in || how == c::above || how == c::below) && (with == v::text || with == v::coding);
    case search_kind::string: return (how == c::eq || how == c::contains || how == c::exact) && with == v::text;
    case search_kind::date: return ordered && with == v::text;
    case search_kind::number: return ordered && (with == v::text || with == v::whole);
    case search_kind::quantity: return ordered && (with == v::text || with == v::whole || with == v::quantity);
    case search_kind::reference:
      if (how == c::identifier) return with == v::coding || with == v::text;
      return how == c::eq && (with == v::text || with == v::reference);
    case search_kind::uri: return (how == c::eq || how == c::above || how == c::below) && with == v::text;
    case search_kind::composite: return how == c::eq && with == v::parts;
    case search_kind::special: return false;
  }
  return false;
}

// "family": of which types, and of what kind there.
template <fixed_name Name, class... Kinds>
struct parameter {
  static constexpr std::string_view name() noexcept { return Name.view(); }
  [[nodiscard]] static constexpr bool is_of(resource_type type) noexcept { return (Kinds::has(type) || ...); }
  // Of a type that has it.
  [[nodiscard]] static constexpr search_kind kind_of(resource_type type) noexcept {
    search_kind found = search_kind::special;
    ((Kinds::has(type) ? void(found = Kinds::kind) : void()), ...);
    return found;
  }
  // Whether for any type.
  [[nodiscard]] static constexpr bool allows(comparison how, value_kind with) noexcept { return (is_allowed(Kinds::kind, how, with) || ...); }
};

// A resource's model: phr::fhir::r4::Observation.
template <class T>
concept a_resource = std::same_as<std::remove_cv_t<decltype(T::resource_)>, resource_type>;

using fhir::search_kind;

// What session::add_search_parameter takes.
[[nodiscard]] constexpr bool can_be_own(search_kind kind, std::string_view name) noexcept {
  return kind != search_kind::special && !name.empty() && name.front() != '_' && name.find_first_of(".:=&?%,[]") == std::string_view::npos;
}

// Bits for the types, and for all of them where there are none.
template <a_resource... Types>
[[nodiscard]] constexpr std::uint64_t bits_of(unsigned word) noexcept {
  if (sizeof...(Types) == 0) return ~std::uint64_t{word == 0 ? 1U : 0U};
  std::uint64_t bits = 0;
  ((bits |= static_cast<unsigned>(Types::resource_) / 64 == word ? std::uint64_t{1} << (static_cast<unsigned>(Types::resource_) % 64) : 0), ...);
  return bits;
}

// A parameter of the store's own, to be used as those of search_parameters.hpp are, and checked alike: by its kind, and by the types that
// have it (none: any type). Whether the store has it, the search tells.
//   inline constexpr custom_parameter<"marital", search_kind::token, Patient> marital{};
template <fixed_name Name, search_kind Kind, a_resource... Types>
  requires(can_be_own(Kind, Name.view()))
using custom_parameter = parameter<Name, types_of_kind<Kind, bits_of<Types...>(0), bits_of<Types...>(1), bits_of<Types...>(2)>>;

template <class T>
inline constexpr bool is_parameter = false;
template <fixed_name Name, class... Kinds>
inline constexpr bool is_parameter<parameter<Name, Kinds...>> = true;
template <class T>
concept a_parameter = is_parameter<T>;

}  // namespace phr::fhir::search
