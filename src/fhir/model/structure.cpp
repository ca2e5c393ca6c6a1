// Looking up names in the field tables.
#include "fhir/model/names.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

namespace phr::fhir {

// Whether a long name is the field's, and that of its type behind it, also between its ends.
bool structure::same_middle(const fhir::json_name& found, std::string_view wanted) const noexcept {
  const field& of = fields[found.field];
  if (found.choice == 0) return of.name == wanted;
  const std::string_view suffix = fhir::name(of.choices[found.choice - 1U]);
  const char first = suffix[0] >= 'a' && suffix[0] <= 'z' ? static_cast<char>(suffix[0] - 'a' + 'A') : suffix[0];
  return wanted.starts_with(of.name) && wanted[of.name.size()] == first && wanted.substr(of.name.size() + 1) == suffix.substr(1);
}

int structure::find(std::string_view json_name, int after) const noexcept {
  const name_ends wanted = ends_of(json_name);
  const int near = find_near(*this, json_name, wanted, after);
  return near >= 0 ? near : find_by_hash(*this, json_name, wanted);
}

int find_by_hash(const structure& type, std::string_view json_name, const name_ends& wanted) noexcept {
  // The hash of src/fhir/gen/names.py.
  std::uint64_t mixed = (wanted.first + type.seed) * 0x9E3779B97F4A7C15U;
  mixed ^= mixed >> 29;
  mixed = (mixed + wanted.last + json_name.size()) * 0xBF58476D1CE4E5B9U;
  const std::uint16_t slot = type.hash[mixed >> (64 - std::countr_zero(type.hash.size()))];
  if (slot == 0) return -1;
  const fhir::json_name& found = type.names[slot - 1U];
  if (found.first != wanted.first || found.last != wanted.last || found.size != json_name.size()) return -1;
  if (found.size > 16 && !type.same_middle(found, json_name)) return -1;
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
