// The field tables: what every engine knows of FHIR's types.
#pragma once

#include <phr/fhir/choice.hpp>
#include <phr/fhir/coded.hpp>
#include <phr/fhir/item.hpp>
#include <phr/fhir/resource_type.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace phr::fhir {

enum class binding_strength : std::uint8_t { none, example, preferred, extensible, required };

// The value set of a coded element. Lifetime: static.
struct binding {
  binding_strength strength;
  std::string_view value_set;  // canonical URL, with |version where the definition has it
};

// One element of a structure. Lifetime: static. Threads: immutable.
struct field {
  std::string_view name;        // FHIR's: "birthDate"; "value" for value[x]
  std::uint16_t offset;         // in the struct, bytes
  element_kind kind;
  bool repeats;                 // the member is a list
  std::uint8_t min;             // 0 or 1
  std::uint8_t max;             // 0: no limit
  bool is_modifier;
  bool is_summary;
  // By kind: structure, code set, alternatives of a choice; none else.
  const fhir::structure* type = nullptr;
  const code_set* codes = nullptr;
  std::span<const alternative> choices = {};
  const fhir::binding* bound = nullptr;
  std::span<const resource_type> targets = {};  // of references and canonicals; empty for any
};

// A name as JSON has it, and the field and type that it stands for. The first eight bytes of the name and the last eight
// of a longer one, the first byte the lowest, tell names of up to sixteen bytes apart. Lifetime: static.
struct json_name {
  std::uint64_t first;
  std::uint64_t last;
  std::uint16_t field;
  std::uint8_t choice;  // index of the alternative from 1, 0 for no choice
  std::uint8_t size;
};

// How to see at a glance whether an element is there: a text's word, a pointer, a byte, or a coded element's two parts.
struct presence {
  enum class form : std::uint8_t { word, pointer, byte, coded };
  std::uint16_t offset;
  form look;
};
template <std::size_t N>
[[nodiscard]] constexpr std::array<presence, N> presences(const field (&fields)[N]) noexcept {
  std::array<presence, N> made{};
  for (std::size_t at = 0; at < N; ++at) {
    const field& each = fields[at];
    made[at] = {each.offset, presence::form::word};
    if (each.repeats || each.kind == element_kind::structure || each.kind == element_kind::resource) made[at].look = presence::form::pointer;
    if (each.repeats) continue;
    if (each.kind == element_kind::choice) made[at] = {static_cast<std::uint16_t>(each.offset + detail::choice_word::index_offset), presence::form::byte};
    if (each.kind == element_kind::boolean) made[at].look = presence::form::byte;
    if (is_date(each.kind)) made[at] = {static_cast<std::uint16_t>(each.offset + r4::date::presence_offset), presence::form::byte};
    if (each.kind == element_kind::time) made[at] = {static_cast<std::uint16_t>(each.offset + r4::time::presence_offset), presence::form::byte};
    if (is_integer(each.kind)) made[at] = {static_cast<std::uint16_t>(each.offset + r4::integer::presence_offset), presence::form::byte};
    if (each.kind == element_kind::coded) made[at].look = presence::form::coded;
  }
  return made;
}

// A resource, data type or backbone element. Lifetime: static. Threads: immutable.
struct structure {
  std::string_view name;               // "Patient", "Patient.contact"
  std::string_view definition;         // "Patient", of which this is a part; else the name
  item_type item;
  std::span<const field> fields;       // in the order of the definition
  std::span<const presence> present;   // by field
  std::span<const json_name> names;    // fields in order, choices by their types
  std::span<const std::uint16_t> hash; // a power of two of slots: position in `names` and one; 0 is free
  std::uint32_t seed;                  // of the hash, so that no two names share a slot
  std::uint16_t sidecar_offset;
  resource_type resource = {};         // 0 for what is no resource

  // The position in `names` of a JSON name, or -1. `after` is where the name before it was found: a hint. No allocation.
  [[nodiscard]] int find(std::string_view json_name, int after = -1) const noexcept;
  // The field of a FHIR name ("value" for value[x]), or nullptr. For tools, not for hot paths.
  [[nodiscard]] const field* field_named(std::string_view name) const noexcept;

  [[nodiscard]] bool same_middle(const json_name& found, std::string_view wanted) const noexcept;  // of find()
};

// The structure of a resource type; of a data type by its name, or nullptr.
[[nodiscard]] const structure& structure_of(resource_type type) noexcept;
[[nodiscard]] const structure* data_type_named(std::string_view name) noexcept;

}  // namespace phr::fhir
