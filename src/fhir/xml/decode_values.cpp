// Attributes and primitives, and what a reading does where the text is not as it should be.
#include "fhir/xml/decode.hpp"

namespace phr::fhir {

void xml_decoder::reader::note(errc code, std::size_t at, const frame* inside) {
  const error where = lines.locate(error{code}, at);
  decode_issue& issue = issues.emplace_back();
  issue.code = code;
  issue.line = where.line();
  issue.column = where.column();
  if (wanted != nullptr) issue.path = wanted->name;
  const auto append = [&](const frame& part) {
    if (part.at == nullptr) return;
    issue.path.append(".").append(part.at->name);
    if (part.chosen != nullptr) {
      const std::size_t first = issue.path.size();
      issue.path += name(*part.chosen);
      char& letter = issue.path[first];
      if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
    }
    if (part.index >= 0) issue.path.append("[").append(std::to_string(part.index)).append("]");
  };
  for (const frame& part : frames) append(part);
  if (inside != nullptr) append(*inside);
}

bool xml_decoder::reader::fail(errc code, static_text what, std::size_t at, const frame* inside) {
  if (stopped) return false;
  note(code, at, inside);
  problem = lines.locate(error{code}.at(what), at);
  stopped = true;
  parser.stop();
  return false;
}

bool xml_decoder::reader::refuse(errc code, static_text what, std::size_t at, const frame* inside) {
  if (stopped) return false;
  if (!options.lenient) return fail(code, what, at, inside);
  note(code, at, inside);
  return true;
}

// Of the element that has just begun.
void xml_decoder::reader::read_attributes(xml::attributes with) {
  while (!stopped && with.next()) {
    const xml::name& name = with.name();
    frame& of = frames.back();
    if (name.space == xml::xsi_space) continue;
    const bool plain = name.space.empty();
    const bool identity = plain && of.form != form::holder && of.type->resource == resource_type{} &&
                          (name.local == "id" || (name.local == "url" && of.type->name == "Extension"));
    const bool value_of = plain && of.form == form::primitive && name.local == "value";
    of.any = of.any || identity || value_of;
    if (with.value().size() > options.limits.string_bytes) {
      fail(errc::too_large, "an attribute", done);
    } else if (identity) {
      text_attribute(with);
    } else if (value_of) {
      value(with.value());
    } else {
      refuse(errc::unknown_element, "an attribute that the type does not have", done);
    }
  }
}

// The same with sixteen bytes behind it, which may be read.
std::string_view xml_decoder::reader::padded(std::string_view characters) {
  scratch.assign(characters);
  scratch.append(16, '\0');
  return std::string_view(scratch).substr(0, characters.size());
}

void xml_decoder::reader::text_attribute(const xml::attributes& with) {
  const frame& of = frames.back();
  const field& at = *of.type->field_named(with.name().local);
  frame inside;
  inside.at = &at;
  if (with.value().empty()) {
    refuse(errc::empty_string, "an attribute", done, &inside);
    return;
  }
  const std::string_view characters = padded(with.value());
  auto& into_text = fhir::member<fhir::text>(object_of_last(), at);
  into_text = at.kind == element_kind::uri ? fhir::text::uri_from_padded(characters, parts) : fhir::text::from_padded(characters, parts);
}

// The value of the primitive that has just begun.
void xml_decoder::reader::value(std::string_view characters) {
  const frame& of = frames.back();
  const element_kind kind = of.chosen != nullptr ? of.chosen->kind : of.at->kind;
  if (characters.empty()) {
    refuse(errc::empty_string, "a value", done);
  } else if (kind == element_kind::coded) {
    *static_cast<detail::coded_word*>(of.slot) = detail::coded_word(*of.at->codes, characters);
  } else if (is_text(kind)) {
    const bool uri = kind == element_kind::uri || kind == element_kind::canonical;
    characters = padded(characters);
    *static_cast<fhir::text*>(of.slot) = uri ? fhir::text::uri_from_padded(characters, parts) : fhir::text::from_padded(characters, parts);
  } else {
    errc why = errc::invalid_value;
    if (parse_primitive(kind, characters, of.slot, why)) return;
    refuse(why, "a value", done);
    // What white space is around a value that has no room for it is plain.
    const std::size_t first = characters.find_first_not_of(" \t\r\n");
    if (stopped || first == std::string_view::npos) return;
    characters = characters.substr(first, characters.find_last_not_of(" \t\r\n") - first + 1);
    static_cast<void>(parse_primitive(kind, characters, of.slot, why));
  }
}

}  // namespace phr::fhir
