// Looking up names in the field tables.
#include <phr/fhir/structure.hpp>

#include <algorithm>
#include <bit>
#include <cstring>

namespace phr::fhir {

namespace {

template <class Word>
std::uint64_t load(const char* from) noexcept {
  Word word = 0;
  std::memcpy(&word, from, sizeof word);
  if constexpr (std::endian::native == std::endian::big) {
    Word swapped = 0;
    for (std::size_t byte = 0; byte < sizeof word; ++byte) swapped |= static_cast<Word>((word >> 8 * byte & 0xFF) << 8 * (sizeof word - 1 - byte));
    word = swapped;
  }
  return word;
}

// The first eight bytes of a name and the last eight of a longer one: all of it up to a length of sixteen.
struct ends {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

ends ends_of(std::string_view name) noexcept {
  const char* const at = name.data();
  const std::size_t size = name.size();
  if (size >= 8) return {load<std::uint64_t>(at), load<std::uint64_t>(at + size - 8)};
  if (size >= 4) return {load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << 8 * (size - 4), 0};
  if (size >= 2) return {load<std::uint16_t>(at) | load<std::uint16_t>(at + size - 2) << 8 * (size - 2), 0};
  return {size == 1 ? static_cast<unsigned char>(*at) : 0U, 0};
}

}  // namespace

// Whether a long name is the field's, and that of its type behind it, also between its ends.
bool structure::same_middle(const fhir::json_name& found, std::string_view wanted) const noexcept {
  const field& of = fields[found.field];
  if (found.choice == 0) return of.name == wanted;
  const std::string_view suffix = wanted.substr(of.name.size() + 1);
  return wanted.starts_with(of.name) && suffix == fhir::name(of.choices[found.choice - 1U]).substr(1);
}

int structure::find(std::string_view json_name, int after) const noexcept {
  const ends wanted = ends_of(json_name);
  // Most texts name elements in the order of the definition, so the next ones are tried first.
  const auto last = static_cast<int>(names.size());
  for (int near = after + 1; near <= after + 3 && near < last; ++near) {
    const fhir::json_name& entry = names[static_cast<std::size_t>(near)];
    if (entry.first == wanted.first && entry.last == wanted.last && entry.size == json_name.size()) {
      return entry.size <= 16 || same_middle(entry, json_name) ? near : -1;
    }
  }
  // The hash of src/fhir/gen/names.py.
  std::uint64_t mixed = (wanted.first + seed) * 0x9E3779B97F4A7C15U;
  mixed ^= mixed >> 29;
  mixed = (mixed + wanted.last + json_name.size()) * 0xBF58476D1CE4E5B9U;
  const std::uint16_t slot = hash[mixed >> (64 - std::countr_zero(hash.size()))];
  if (slot == 0) return -1;
  const fhir::json_name& found = names[slot - 1U];
  if (found.first != wanted.first || found.last != wanted.last || found.size != json_name.size()) return -1;
  if (found.size > 16 && !same_middle(found, json_name)) return -1;
  return slot - 1;
}

const field* structure::field_named(std::string_view wanted) const noexcept {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const field& each) { return each.name == wanted; });
  return found == fields.end() ? nullptr : &*found;
}

std::string_view name(element_kind kind) noexcept {
  switch (kind) {
    case element_kind::boolean: return "boolean";
    case element_kind::integer: return "integer";
    case element_kind::positiveInt: return "positiveInt";
    case element_kind::unsignedInt: return "unsignedInt";
    case element_kind::decimal: return "decimal";
    case element_kind::string: return "string";
    case element_kind::markdown: return "markdown";
    case element_kind::code: return "code";
    case element_kind::id: return "id";
    case element_kind::uri: return "uri";
    case element_kind::url: return "url";
    case element_kind::canonical: return "canonical";
    case element_kind::oid: return "oid";
    case element_kind::uuid: return "uuid";
    case element_kind::base64Binary: return "base64Binary";
    case element_kind::xhtml: return "xhtml";
    case element_kind::date: return "date";
    case element_kind::dateTime: return "dateTime";
    case element_kind::instant: return "instant";
    case element_kind::time: return "time";
    case element_kind::coded: return "code";
    case element_kind::structure:
    case element_kind::resource:
    case element_kind::choice: break;
  }
  return "";
}

int code_set::find(std::string_view code) const noexcept {
  const auto found = std::lower_bound(sorted.begin(), sorted.end(), code, [&](std::uint16_t each, std::string_view wanted) { return names[each] < wanted; });
  return found != sorted.end() && names[*found] == code ? *found : -1;
}

detail::coded_word::coded_word(const code_set& codes, std::string_view code) {
  const int known = codes.find(code);
  if (known >= 0) {
    known_ = static_cast<std::uint16_t>(known + 1);
  } else {
    unknown_ = code;
  }
}

}  // namespace phr::fhir
