// Models to XML: elements in the order of their definition, nothing between them.
#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/xml_codec.hpp>

#include "fhir/model/slots.hpp"
#include "fhir/xml/narrative.hpp"

#include <algorithm>
#include <charconv>

namespace phr::fhir {

namespace {

// Writes one model behind what a string holds already. The first problem stays; what is written after it is thrown away.
class xml_writer {
 public:
  explicit xml_writer(std::string& out) : out_(out) {}

  void root(const structure& type, const void* from);
  [[nodiscard]] const error* problem() const noexcept { return failed_ ? &problem_ : nullptr; }

 private:
  void open(const field& of, const alternative* chosen);
  void close(const field& of, const alternative* chosen, std::size_t start, std::size_t inside);
  void name(const field& of, const alternative* chosen);
  void attribute(std::string_view name, std::string_view value);
  void identity(const structure& type, const void* from);
  void children(const structure& type, const void* from);
  void member(const structure& type, const void* from, std::uint16_t position);
  void object(const field& of, const alternative* chosen, const structure& type, const void* from);
  void resource(const field& of, const any_resource& from);
  void primitive(const field& of, const alternative* chosen, const void* from, const r4::Element* beside);
  void value(element_kind kind, const code_set* codes, const void* from);
  void div(std::string_view text);
  void fail(errc code, static_text what) {
    if (!std::exchange(failed_, true)) problem_ = error{code}.at(what);
  }

  std::string& out_;
  std::string scratch_;
  error problem_;
  bool failed_ = false;
};

void xml_writer::name(const field& of, const alternative* chosen) {
  out_.append(of.name);
  if (chosen == nullptr) return;
  const std::size_t first = out_.size();
  out_.append(fhir::name(*chosen));
  char& letter = out_[first];
  if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
}

void xml_writer::open(const field& of, const alternative* chosen) {
  out_.push_back('<');
  name(of, chosen);
}

// The end of an element that began at `start`; its start tag stands open, and its children from `inside`. One with nothing
// in it is taken back: FHIR leaves out what is empty.
void xml_writer::close(const field& of, const alternative* chosen, std::size_t start, std::size_t inside) {
  if (out_.size() > inside) {
    out_.append("</");
    name(of, chosen);
    out_.push_back('>');
  } else if (out_[inside - 2] == '"') {
    out_.replace(inside - 1, 1, "/>");
  } else {
    out_.resize(start);
  }
}

void xml_writer::attribute(std::string_view name, std::string_view value) {
  out_.append(" ").append(name).append("=\"");
  if (!xml::append_escaped(out_, value)) fail(errc::invalid_value, "a character that XML does not have");
  out_.push_back('"');
}

// What XML has as attributes of an Element: id, and url of an Extension.
void xml_writer::identity(const structure& type, const void* from) {
  const auto text_of = [&](const field& of) -> const text& { return fhir::member<text>(from, of); };
  if (const text& id = text_of(type.fields[0]); !id.empty()) attribute("id", id);
  if (&type != &r4::Extension::structure_) return;
  const r4::Extension& extension = *static_cast<const r4::Extension*>(from);
  if (!extension.url.empty()) attribute("url", extension.url);
}

void xml_writer::children(const structure& type, const void* from) {
  const bool beside = !sidecar_of(type, from).empty();
  const std::uint16_t first = type.resource == resource_type{} ? 1 : 0;
  const bool extension = &type == &r4::Extension::structure_;
  for (std::uint16_t position = first; position < type.fields.size(); ++position) {
    if (extension && type.fields[position].name == "url") continue;
    if (beside || is_present(type.present[position], from)) member(type, from, position);
  }
}

void xml_writer::member(const structure& type, const void* from, std::uint16_t position) {
  const field& of = type.fields[position];
  const sidecar& beside = sidecar_of(type, from);
  if (of.repeats) {
    const auto& list = fhir::member<detail::list_word>(from, of);
    const item_type& item = item_of(of.kind, of.type);
    const std::uint32_t count = is_primitive(of.kind) && !beside.empty() ? std::max(list.size(), beside.extent(position)) : list.size();
    for (std::uint32_t index = 0; index < count; ++index) {
      const void* const each = index < list.size() ? item_at(list, item, index) : nullptr;
      switch (of.kind) {
        case element_kind::structure: object(of, nullptr, *of.type, each); break;
        case element_kind::resource: resource(of, *static_cast<const any_resource*>(each)); break;
        default: primitive(of, nullptr, each, beside.empty() ? nullptr : beside.find(position, index));
      }
    }
    return;
  }
  const r4::Element* const element = beside.empty() ? nullptr : beside.find(position);
  switch (of.kind) {
    case element_kind::structure:
      if (const void* const inner = fhir::member<detail::box_word>(from, of).get()) object(of, nullptr, *of.type, inner);
      return;
    case element_kind::resource: return resource(of, fhir::member<any_resource>(from, of));
    case element_kind::xhtml: return div(fhir::member<text>(from, of));
    case element_kind::choice: {
      const auto& choice = fhir::member<detail::choice_word>(from, of);
      if (choice.index() == 0) return;
      const alternative& chosen = of.choices[choice.index() - 1U];
      const void* const slot = choice.get(of.choices);
      return chosen.kind == element_kind::structure ? object(of, &chosen, *chosen.type, slot) : primitive(of, &chosen, slot, element);
    }
    default: return primitive(of, nullptr, &fhir::member<char>(from, of), element);
  }
}

void xml_writer::object(const field& of, const alternative* chosen, const structure& type, const void* from) {
  const std::size_t start = out_.size();
  open(of, chosen);
  identity(type, from);
  out_.push_back('>');
  const std::size_t inside = out_.size();
  children(type, from);
  close(of, chosen, start, inside);
}

void xml_writer::resource(const field& of, const any_resource& from) {
  if (!from) return;
  const structure& type = *from.structure();
  open(of, nullptr);
  out_.append("><").append(type.name).append(">");
  children(type, from.object());
  out_.append("</").append(type.name).append("></").append(of.name).append(">");
}

void xml_writer::primitive(const field& of, const alternative* chosen, const void* from, const r4::Element* beside) {
  const element_kind kind = chosen == nullptr ? of.kind : chosen->kind;
  const std::size_t start = out_.size();
  open(of, chosen);
  if (beside != nullptr) identity(r4::Element::structure_, beside);
  if (from != nullptr && !is_absent(kind, from)) value(kind, of.codes, from);
  out_.push_back('>');
  const std::size_t inside = out_.size();
  if (beside != nullptr) children(r4::Element::structure_, beside);
  close(of, chosen, start, inside);
}

void xml_writer::value(element_kind kind, const code_set* codes, const void* from) {
  scratch_.clear();
  const auto integer = [&](std::int32_t number) {
    char digits[12];
    attribute("value", {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number).ptr - digits)});
  };
  const auto moment = [&](const auto& when) {
    when.append_to(scratch_);
    attribute("value", scratch_);
  };
  switch (kind) {
    case element_kind::boolean: return attribute("value", static_cast<const r4::boolean*>(from)->value() ? "true" : "false");
    case element_kind::integer: return integer(static_cast<const r4::integer*>(from)->value());
    case element_kind::positiveInt: return integer(static_cast<const r4::positiveInt*>(from)->value());
    case element_kind::unsignedInt: return integer(static_cast<const r4::unsignedInt*>(from)->value());
    case element_kind::decimal: return attribute("value", static_cast<const r4::decimal*>(from)->digits());
    case element_kind::date: return moment(static_cast<const r4::date*>(from)->value());
    case element_kind::dateTime: return moment(static_cast<const r4::dateTime*>(from)->value());
    case element_kind::instant: return moment(static_cast<const r4::instant*>(from)->value());
    case element_kind::time: return moment(static_cast<const r4::time*>(from)->value());
    case element_kind::coded: return attribute("value", static_cast<const detail::coded_word*>(from)->view(*codes));
    default: return attribute("value", static_cast<const text*>(from)->view());
  }
}

// A narrative comes from elsewhere: what is not one element would add elements of its own to the resource.
void xml_writer::div(std::string_view text) {
  if (text.empty()) return;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const std::size_t last = text.find_last_not_of(" \t\r\n");
  if (first != std::string_view::npos) text = text.substr(first, last - first + 1);
  bool has_space = false;
  if (!xml::is_div(text, has_space)) return fail(errc::malformed_xml, "Narrative.div");
  if (has_space) {
    out_.append(text);
  } else {
    out_.append("<div xmlns=\"").append(xml::xhtml_space).append("\"").append(text.substr(4));
  }
}

void xml_writer::root(const structure& type, const void* from) {
  out_.append("<").append(type.name).append(" xmlns=\"").append(xml::fhir_space).append("\"");
  if (type.resource == resource_type{}) identity(type, from);
  out_.push_back('>');
  const std::size_t inside = out_.size();
  children(type, from);
  if (out_.size() == inside) {
    out_.replace(inside - 1, 1, "/>");
  } else {
    out_.append("</").append(type.name).append(">");
  }
}

}  // namespace

result<void> append_xml(std::string& out, const structure& type, const void* object) {
  const std::size_t before = out.size();
  xml_writer writing(out);
  writing.root(type, object);
  if (writing.problem() == nullptr) return success();
  out.resize(before);
  return *writing.problem();
}

result<void> append_xml(std::string& out, const any_resource& resource) {
  return resource ? append_xml(out, *resource.structure(), resource.object()) : success();
}

result<std::string> xml_encode(const any_resource& resource) {
  std::string out;
  PHR_TRY(append_xml(out, resource));
  return out;
}

}  // namespace phr::fhir
