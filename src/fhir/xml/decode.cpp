// Elements: what XML names mean to the field tables.
#include "fhir/xml/decode.hpp"

#include <phr/fhir/r4/data_types.hpp>

namespace phr::fhir {

namespace {

// Whether XML has this element of `type` as an attribute.
bool is_attribute(const structure& type, const field& of) noexcept {
  if (&of == &type.fields[0] && type.resource == resource_type{}) return of.name == "id";
  return &type == &r4::Extension::structure_ && of.name == "url";
}

}  // namespace

bool xml_decoder::reader::read(const structure* type, void* object, any_resource* any) {
  wanted = type;
  into = object;
  into_any = any;
  xml::fault found;
  if (parser.parse(text, *this, found)) return !stopped;
  return !stopped && fail(found.code, found.what, found.at);
}

void xml_decoder::reader::begin(const xml::name& element, xml::attributes with) {
  done = parser.offset();
  text_noted = false;
  if (depth >= options.limits.depth) return void(fail(errc::too_deep, "nesting", done));
  ++depth;
  if (skipped != 0) {
    ++skipped;
  } else if (narrative.open()) {
    if (!narrative.begin(element, with, false, done)) refuse(errc::unsupported, "a narrative: another namespace", done);
  } else if (frames.empty()) {
    root(element, with);
  } else if (frames.back().form == form::holder) {
    resource(element, with);
  } else {
    child(element, with);
  }
  declares_default = false;
  declared.clear();
}

void xml_decoder::reader::declares(std::string_view prefix) {
  if (narrative.open()) return narrative.declares(prefix);
  if (prefix.empty()) declares_default = true;
  declared.emplace_back(prefix);
}

void xml_decoder::reader::root(const xml::name& element, xml::attributes with) {
  if (element.space.empty()) {
    if (!refuse(errc::invalid_value, "the namespace of FHIR expected", done)) return;
    no_space = true;
  }
  if (!is_fhir(element)) return void(fail(errc::unknown_resource_type, "the root element: not of FHIR", done));
  frame made;
  made.begin = done;
  if (wanted == nullptr || wanted->resource != resource_type{}) {
    const auto type = resource_type_named(element.local);
    if (!type) return void(fail(errc::unknown_resource_type, "the root element", done));
    if (wanted != nullptr && wanted != &structure_of(*type)) return void(fail(errc::wrong_type, "the root element", done));
    wanted = &structure_of(*type);
  }
  if (into_any != nullptr) {
    *into_any = any_resource(*wanted, &parts);
    into = into_any->object();
  }
  made.type = wanted;
  made.object = into;
  frames.push_back(made);
  read_attributes(with);
}

// In an element that holds a resource.
void xml_decoder::reader::resource(const xml::name& element, xml::attributes with) {
  frame& holder = frames.back();
  if (holder.any) {
    if (refuse(errc::duplicate_key, "an element that holds one resource", done)) left_out();
    return;
  }
  holder.any = true;
  const auto type = is_fhir(element) ? resource_type_named(element.local) : std::nullopt;
  if (!type) return void(fail(errc::unknown_resource_type, "a resource", done));
  auto& held = *static_cast<any_resource*>(holder.slot);
  held = any_resource(structure_of(*type), &parts);
  frame made;
  made.type = held.structure();
  made.object = held.object();
  made.begin = done;
  frames.push_back(made);
  read_attributes(with);
}

// The object of the last frame; a primitive gets its Element.
void* xml_decoder::reader::object_of_last() {
  frame& last = frames.back();
  if (last.object == nullptr) {
    const frame& up = frames[frames.size() - 2];
    const auto index = static_cast<std::uint32_t>(std::max<std::int64_t>(last.index, 0));
    last.object = &sidecar_of(*up.type, up.object).ensure(last.position, index);
  }
  return last.object;
}

void xml_decoder::reader::child(const xml::name& element, xml::attributes with) {
  frame& up = frames.back();
  up.any = true;
  const bool xhtml = element.space == xml::xhtml_space;
  const int found = xhtml || is_fhir(element) ? up.type->find(element.local, up.latest) : -1;
  const json_name entry = found < 0 ? json_name{} : up.type->names[static_cast<std::size_t>(found)];
  const field* const of = found < 0 ? nullptr : &up.type->fields[entry.field];
  if (of == nullptr || (of->kind == element_kind::xhtml) != xhtml || is_attribute(*up.type, *of)) {
    if (refuse(errc::unknown_element, "an element that the type does not have", done)) left_out();
    return;
  }
  frame made;
  made.at = of;
  made.begin = done;
  made.position = entry.field;
  if (entry.choice != 0) made.chosen = &of->choices[entry.choice - 1U];
  const std::uint64_t bit = std::uint64_t{1} << entry.field;
  if ((up.seen & bit) != 0 && !of->repeats) {
    if (refuse(errc::duplicate_key, "an element that does not repeat", done, &made)) left_out();
    return;
  }
  if (entry.field < up.last_field && !refuse(errc::invalid_value, "the order of elements", done, &made)) return;
  up.seen |= bit;
  up.last_field = std::max(up.last_field, entry.field);
  up.latest = of->repeats ? found - 1 : found;  // the next is likely to be the same
  xhtml ? div(std::move(made), element, with) : open(std::move(made), entry, with);
}

void xml_decoder::reader::open(frame&& made, const json_name& entry, xml::attributes with) {
  const field& of = *made.at;
  void* const object = object_of_last();
  void* slot = nullptr;
  element_kind kind = of.kind;
  const fhir::structure* type = of.type;
  if (of.repeats) {
    auto& list = fhir::member<detail::list_word>(object, of);
    made.index = list.size();
    if (list.size() >= options.array_length) return void(fail(errc::too_large, "an element that repeats", done, &made));
    slot = list.append(item_of(kind, type), &parts);
  } else if (entry.choice != 0) {
    kind = made.chosen->kind;
    type = made.chosen->type;
    slot = fhir::member<detail::choice_word>(object, of).make(of.choices, entry.choice, &parts);
  } else if (kind == element_kind::structure) {
    slot = fhir::member<detail::box_word>(object, of).make(type->item, &parts);
  } else {
    slot = &fhir::member<char>(object, of);
  }
  if (kind == element_kind::structure) {
    made.type = type;
    made.object = slot;
  } else {
    made.slot = slot;
    made.form = kind == element_kind::resource ? form::holder : form::primitive;
    made.type = kind == element_kind::resource ? nullptr : &r4::Element::structure_;
  }
  frames.push_back(made);
  read_attributes(with);
}

void xml_decoder::reader::div(frame&& made, const xml::name& element, xml::attributes with) {
  made.slot = &fhir::member<char>(frames.back().object, *made.at);
  frames.push_back(made);
  for (const std::string& prefix : declared) narrative.declares(prefix);
  if (!narrative.begin(element, with, declares_default, done)) refuse(errc::unsupported, "a narrative: another namespace", done);
}

void xml_decoder::reader::end() {
  --depth;
  text_noted = false;
  if (skipped != 0) {
    --skipped;
    return;
  }
  if (narrative.open()) {
    if (!narrative.end(parser.offset() + parser.length())) return;
    const std::string_view kept = narrative.text(text);
    const frame& of = frames.back();
    if (kept.size() > options.limits.string_bytes) return void(fail(errc::too_large, "a narrative", of.begin));
    *static_cast<fhir::text*>(of.slot) = fhir::text(kept);
    frames.pop_back();
    return;
  }
  const frame closed = frames.back();
  const bool resource = closed.type != nullptr && closed.type->resource != resource_type{};
  if (!closed.any && !resource && !refuse(errc::empty_object, "an element without value, attribute or child", closed.begin)) return;
  if (closed.form == form::primitive) take_back(closed);
  frames.pop_back();
}

// The place of a primitive of which a lenient reading has kept nothing.
void xml_decoder::reader::take_back(const frame& closed) {
  const frame& up = frames[frames.size() - 2];
  const element_kind kind = closed.chosen != nullptr ? closed.chosen->kind : closed.at->kind;
  if (closed.object != nullptr || !is_absent(kind, closed.slot)) return;
  if (closed.chosen != nullptr) {
    fhir::member<detail::choice_word>(up.object, *closed.at).reset(closed.at->choices);
  } else if (closed.index >= 0) {
    fhir::member<detail::list_word>(up.object, *closed.at).truncate(item_of(kind, nullptr), static_cast<std::uint32_t>(closed.index));
  }
}

void xml_decoder::reader::characters(std::string_view found) {
  if (skipped != 0) return;
  if (narrative.open()) return narrative.characters(found);
  if (text_noted || xml::is_white(found)) return;
  text_noted = true;
  frames.back().any = true;
  refuse(errc::malformed_xml, "text between elements", parser.offset());
}

xml_decoder::xml_decoder() : parser_(new xml::parser) {}
xml_decoder::xml_decoder(xml_decoder&& other) noexcept
    : parser_(std::exchange(other.parser_, nullptr)), issues_(std::move(other.issues_)) {}
xml_decoder& xml_decoder::operator=(xml_decoder&& other) noexcept {
  std::swap(parser_, other.parser_);
  std::swap(issues_, other.issues_);
  return *this;
}
xml_decoder::~xml_decoder() { delete parser_; }

result<void> xml_decoder::read(std::string_view text, const decode_options& options, const structure* type, void* object, any_resource* any) {
  issues_.clear();
  if (parser_ == nullptr) parser_ = new xml::parser;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);  // columns do not count it
  reader reading(*parser_, text, options, issues_);
  const std::size_t most = options.limits.text_bytes;
  const bool good = text.size() <= most ? reading.read(type, object, any) : reading.fail(errc::too_large, "the text", 0);
  if (good) return success();
  return reading.problem;
}

result<any_resource> xml_decoder::decode(std::string_view text, const decode_options& options) {
  any_resource made;
  PHR_TRY(read(text, options, nullptr, nullptr, &made));
  return made;
}

result<void> xml_decoder::decode_into(const structure& type, void* object, std::string_view text, const decode_options& options) {
  return read(text, options, &type, object, nullptr);
}

result<any_resource> xml_decode(std::string_view text, const decode_options& options) {
  xml_decoder decoder;
  return decoder.decode(text, options);
}

}  // namespace phr::fhir
