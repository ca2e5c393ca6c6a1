// The kinds of an element's content.
#pragma once

#include <cstdint>
#include <string_view>

namespace phr::fhir {

// FHIR's primitive types as it spells them, and what is not primitive. Sorted so that ranges of kinds are stored alike.
enum class element_kind : std::uint8_t {
  boolean,
  integer, positiveInt, unsignedInt,                                                          // 32 bits
  decimal, string, markdown, code, id, uri, url, canonical, oid, uuid, base64Binary, xhtml,   // text; a decimal is its digits
  date, dateTime, instant,                                                                    // date_time
  time,                                                                                       // time_of_day
  coded,      // a code of a required binding: coded<E>
  structure,  // a data type or backbone element
  resource,   // any_resource
  choice,     // value[x]
};

[[nodiscard]] constexpr bool is_primitive(element_kind kind) noexcept { return kind <= element_kind::coded; }
[[nodiscard]] constexpr bool is_text(element_kind kind) noexcept {
  return kind >= element_kind::string && kind <= element_kind::xhtml;
}
[[nodiscard]] constexpr bool is_integer(element_kind kind) noexcept {
  return kind >= element_kind::integer && kind <= element_kind::unsignedInt;
}
[[nodiscard]] constexpr bool is_date(element_kind kind) noexcept {
  return kind >= element_kind::date && kind <= element_kind::instant;
}

// FHIR's name of a primitive type ("dateTime"), "code" for a coded one; "" for what is not primitive. Static text.
[[nodiscard]] std::string_view name(element_kind kind) noexcept;

}  // namespace phr::fhir
