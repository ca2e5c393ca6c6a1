#include "fhir/model/slots.hpp"

namespace phr::fhir {

const item_type& item_of(element_kind kind, const structure* type) noexcept {
  switch (kind) {
    case element_kind::boolean: return item_type_of<r4::boolean>;
    case element_kind::integer: return item_type_of<r4::integer>;
    case element_kind::positiveInt: return item_type_of<r4::positiveInt>;
    case element_kind::unsignedInt: return item_type_of<r4::unsignedInt>;
    case element_kind::decimal: return item_type_of<r4::decimal>;
    case element_kind::string: return item_type_of<r4::string>;
    case element_kind::markdown: return item_type_of<r4::markdown>;
    case element_kind::code: return item_type_of<r4::code>;
    case element_kind::id: return item_type_of<r4::id>;
    case element_kind::uri: return item_type_of<r4::uri>;
    case element_kind::url: return item_type_of<r4::url>;
    case element_kind::canonical: return item_type_of<r4::canonical>;
    case element_kind::oid: return item_type_of<r4::oid>;
    case element_kind::uuid: return item_type_of<r4::uuid>;
    case element_kind::base64Binary: return item_type_of<r4::base64Binary>;
    case element_kind::xhtml: return item_type_of<r4::xhtml>;
    case element_kind::date: return item_type_of<r4::date>;
    case element_kind::dateTime: return item_type_of<r4::dateTime>;
    case element_kind::instant: return item_type_of<r4::instant>;
    case element_kind::time: return item_type_of<r4::time>;
    case element_kind::coded: return item_type_of<detail::coded_word>;
    case element_kind::structure: return type->item;
    case element_kind::resource:
    case element_kind::choice: break;
  }
  return item_type_of<any_resource>;
}

bool is_absent(element_kind kind, const void* primitive) noexcept {
  switch (kind) {
    case element_kind::boolean: return !static_cast<const r4::boolean*>(primitive)->has_value();
    case element_kind::integer: return !static_cast<const r4::integer*>(primitive)->has_value();
    case element_kind::positiveInt: return !static_cast<const r4::positiveInt*>(primitive)->has_value();
    case element_kind::unsignedInt: return !static_cast<const r4::unsignedInt*>(primitive)->has_value();
    case element_kind::decimal: return !static_cast<const r4::decimal*>(primitive)->has_value();
    case element_kind::date: return !static_cast<const r4::date*>(primitive)->has_value();
    case element_kind::dateTime: return !static_cast<const r4::dateTime*>(primitive)->has_value();
    case element_kind::instant: return !static_cast<const r4::instant*>(primitive)->has_value();
    case element_kind::time: return !static_cast<const r4::time*>(primitive)->has_value();
    case element_kind::coded: return static_cast<const detail::coded_word*>(primitive)->empty();
    default: return static_cast<const text*>(primitive)->empty();
  }
}

std::string primitive_text_of(element_kind kind, const code_set* codes, const void* primitive) {
  switch (kind) {
    case element_kind::boolean: return static_cast<const r4::boolean*>(primitive)->value() ? "true" : "false";
    case element_kind::integer: return std::to_string(static_cast<const r4::integer*>(primitive)->value());
    case element_kind::positiveInt: return std::to_string(static_cast<const r4::positiveInt*>(primitive)->value());
    case element_kind::unsignedInt: return std::to_string(static_cast<const r4::unsignedInt*>(primitive)->value());
    case element_kind::decimal: return std::string(static_cast<const r4::decimal*>(primitive)->digits());
    case element_kind::date: return static_cast<const r4::date*>(primitive)->value().to_string();
    case element_kind::dateTime: return static_cast<const r4::dateTime*>(primitive)->value().to_string();
    case element_kind::instant: return static_cast<const r4::instant*>(primitive)->value().to_string();
    case element_kind::time: return static_cast<const r4::time*>(primitive)->value().to_string();
    case element_kind::coded: return std::string(static_cast<const detail::coded_word*>(primitive)->view(*codes));
    default: return static_cast<const text*>(primitive)->str();
  }
}

namespace {

template <class T>
bool parse_into(void* into, std::string_view characters, errc& problem) {
  auto parsed = T::parse(characters);
  if (parsed) {
    *static_cast<T*>(into) = std::move(parsed.assume_value());
  } else {
    problem = parsed.assume_error().code();
  }
  return parsed.has_value();
}

}  // namespace

bool parse_primitive(element_kind kind, std::string_view characters, void* into, errc& problem) {
  switch (kind) {
    case element_kind::boolean:
      problem = errc::invalid_value;
      if (characters != "true" && characters != "false") return false;
      *static_cast<r4::boolean*>(into) = characters == "true";
      return true;
    case element_kind::integer: return parse_into<r4::integer>(into, characters, problem);
    case element_kind::positiveInt: return parse_into<r4::positiveInt>(into, characters, problem);
    case element_kind::unsignedInt: return parse_into<r4::unsignedInt>(into, characters, problem);
    case element_kind::decimal: return parse_into<r4::decimal>(into, characters, problem);
    case element_kind::date: return parse_into<r4::date>(into, characters, problem);
    case element_kind::dateTime: return parse_into<r4::dateTime>(into, characters, problem);
    case element_kind::instant: return parse_into<r4::instant>(into, characters, problem);
    default: return parse_into<r4::time>(into, characters, problem);
  }
}

}  // namespace phr::fhir
