// Models to JSON: elements in the order of their definition, no white space.
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include "fhir/model/slots.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

namespace phr::fhir {

namespace {

// Whether one of eight bytes is a quote, a backslash or a control character, which JSON strings write as escapes.
constexpr bool needs_escape(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t highs = 0x8080808080808080U;
  const auto zero_byte = [](std::uint64_t word) { return (word - ones) & ~word & highs; };
  return (zero_byte(bytes ^ ones * '"') | zero_byte(bytes ^ ones * '\\') | ((bytes - ones * 0x20) & ~bytes & highs)) != 0;
}

// Writes one model behind what a string holds already.
class writer {
 public:
  explicit writer(std::string& out) : out_(out), begin_(out.size()), at_(begin_) {}
  ~writer() { out_.resize(at_); }
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;

  void object(const structure& type, const void* from);

 private:
  // Room for so many bytes and eight more.
  char* room(std::size_t bytes) {
    if (at_ + bytes + 8 > out_.size()) [[unlikely]] {
      out_.resize(at_ + bytes + std::max<std::size_t>(1024, at_ - begin_));
    }
    return out_.data() + at_;
  }
  void piece(std::string_view text) {
    std::memcpy(room(text.size()), text.data(), text.size());
    at_ += text.size();
  }
  void one(char c) {
    *room(1) = c;
    ++at_;
  }
  void quoted(std::string_view text);
  void name(const field& of, const alternative* chosen, bool sibling);
  void member(const structure& type, const void* from, std::uint16_t position);
  void value(element_kind kind, const structure* type, const code_set* codes, const void* from);
  void list(const structure& type, const void* from, std::uint16_t position);
  void padded_lists(const sidecar& beside, const void* from, const field& of, std::uint16_t position);
  template <class Moment>
  void moment(const Moment& value);

  std::string& out_;
  std::size_t begin_;
  std::size_t at_;
  std::string scratch_;
};

void writer::quoted(std::string_view text) {
  const std::size_t start = at_;
  char* to = room(text.size() + 2);
  *to++ = '"';
  std::size_t done = 0;
  std::uint64_t word = 0;
  for (; done + 8 <= text.size(); done += 8) {
    std::memcpy(&word, text.data() + done, 8);
    if (needs_escape(word)) [[unlikely]] break;
    std::memcpy(to + done, &word, 8);
  }
  if (done + 8 > text.size()) {
    const std::size_t rest = text.size() - done;
    word = 0x2020202020202020U;
    std::memcpy(&word, text.data() + done, rest);
    if (!needs_escape(word)) [[likely]] {
      std::memcpy(to + done, &word, 8);
      to[text.size()] = '"';
      at_ = start + text.size() + 2;
      return;
    }
  }
  scratch_.clear();
  json::append_quoted(scratch_, text);
  piece(scratch_);
}

// `"name":`, with a comma before it where it is not the first of its object.
void writer::name(const field& of, const alternative* chosen, bool sibling) {
  const std::string_view suffix = chosen == nullptr ? std::string_view{} : fhir::name(*chosen);
  char* to = room(of.name.size() + suffix.size() + 5);
  const char* const begin = to;
  if (to[-1] != '{') *to++ = ',';
  *to++ = '"';
  if (sibling) *to++ = '_';
  std::memcpy(to, of.name.data(), of.name.size());
  to += of.name.size();
  if (!suffix.empty()) {
    std::memcpy(to, suffix.data(), suffix.size());
    if (*to >= 'a' && *to <= 'z') *to = static_cast<char>(*to - 'a' + 'A');
    to += suffix.size();
  }
  *to++ = '"';
  *to++ = ':';
  at_ += static_cast<std::size_t>(to - begin);
}

void writer::object(const structure& type, const void* from) {
  one('{');
  if (type.resource != resource_type{}) {
    piece("\"resourceType\":\"");
    piece(type.name);
    one('"');
  }
  const bool beside = !sidecar_of(type, from).empty();
  for (std::uint16_t position = 0; position < type.fields.size(); ++position) {
    // Most elements of most objects are absent.
    if (beside || is_present(type.present[position], from)) member(type, from, position);
  }
  one('}');
}

void writer::member(const structure& type, const void* from, std::uint16_t position) {
  const field& of = type.fields[position];
  const std::size_t start = at_;
  if (of.repeats) {
    const sidecar& beside = sidecar_of(type, from);
    if (!beside.empty() && beside.has_any(position)) return padded_lists(beside, from, of, position);
    if (fhir::member<detail::list_word>(from, of).size() != 0) list(type, from, position);
    return;
  }
  if (of.kind == element_kind::structure) {
    const void* const inner = fhir::member<detail::box_word>(from, of).get();
    if (inner == nullptr) return;
    name(of, nullptr, false);
    object(*of.type, inner);
    if (out_[at_ - 2] == '{') at_ = start;  // FHIR leaves out what is empty
    return;
  }
  if (of.kind == element_kind::resource) {
    const auto& inner = fhir::member<any_resource>(from, of);
    if (!inner) return;
    name(of, nullptr, false);
    object(*inner.structure(), inner.object());
    return;
  }
  const alternative* chosen = nullptr;
  const void* slot = &fhir::member<char>(from, of);
  element_kind kind = of.kind;
  if (of.kind == element_kind::choice) {
    const auto& choice = fhir::member<detail::choice_word>(from, of);
    if (choice.index() == 0) return;
    chosen = &of.choices[choice.index() - 1U];
    slot = choice.get(of.choices);
    kind = chosen->kind;
    if (kind == element_kind::structure) {
      name(of, chosen, false);
      object(*chosen->type, slot);
      if (out_[at_ - 2] == '{') at_ = start;
      return;
    }
  }
  if (!is_absent(kind, slot)) {
    name(of, chosen, false);
    value(kind, nullptr, of.codes, slot);
  }
  const sidecar& beside = sidecar_of(type, from);
  if (beside.empty()) return;
  if (const r4::Element* sibling = beside.find(position)) {
    const std::size_t before = at_;
    name(of, chosen, true);
    object(r4::Element::structure_, sibling);
    if (out_[at_ - 2] == '{') at_ = before;
  }
}

void writer::list(const structure& type, const void* from, std::uint16_t position) {
  const field& of = type.fields[position];
  const auto& values = fhir::member<detail::list_word>(from, of);
  const item_type& item = item_of(of.kind, of.type);
  const bool primitive = is_primitive(of.kind);
  const std::size_t start = at_;
  name(of, nullptr, false);
  one('[');
  for (std::uint32_t index = 0; index < values.size(); ++index) {
    const void* const each = item_at(values, item, index);
    if (primitive && is_absent(of.kind, each)) continue;
    const std::size_t before = at_;
    if (out_[at_ - 1] != '[') one(',');
    value(of.kind, of.type, of.codes, each);
    if (!primitive && out_[at_ - 1] == '}' && out_[at_ - 2] == '{') at_ = before;
  }
  one(']');
  if (out_[at_ - 2] == '[') at_ = start;
}

// The values of a repeating primitive and the Elements beside them, in two arrays. A null stands where there is only one of
// the two; where there is neither, neither array has a place for it.
void writer::padded_lists(const sidecar& beside, const void* from, const field& of, std::uint16_t position) {
  const auto& values = fhir::member<detail::list_word>(from, of);
  const item_type& item = item_of(of.kind, of.type);
  const std::uint32_t count = std::max(values.size(), beside.extent(position));
  const std::size_t start = at_;
  std::string elements;  // what the second array holds
  bool any_value = false;
  bool any_element = false;
  name(of, nullptr, false);
  one('[');
  for (std::uint32_t index = 0; index < count; ++index) {
    const void* const each = index < values.size() ? item_at(values, item, index) : nullptr;
    const bool has_value = each != nullptr && !is_absent(of.kind, each);
    const std::size_t before = at_;
    if (const r4::Element* const element = beside.find(position, index)) object(r4::Element::structure_, element);
    const bool has_element = at_ > before + 2;
    if (has_value || has_element) {
      if (!elements.empty()) elements.push_back(',');
      elements += has_element ? std::string_view(out_).substr(before, at_ - before) : "null";
    }
    at_ = before;
    if (!has_value && !has_element) continue;
    if (out_[at_ - 1] != '[') one(',');
    has_value ? value(of.kind, of.type, of.codes, each) : piece("null");
    any_value |= has_value;
    any_element |= has_element;
  }
  one(']');
  if (!any_value) at_ = start;
  if (!any_element) return;
  name(of, nullptr, true);
  one('[');
  piece(elements);
  one(']');
}

template <class Moment>
void writer::moment(const Moment& value) {
  char* const begin = room(Moment::max_text + 2);
  char* to = begin;
  *to++ = '"';
  to = value.write(to);
  *to++ = '"';
  at_ += static_cast<std::size_t>(to - begin);
}

void writer::value(element_kind kind, const structure* type, const code_set* codes, const void* from) {
  const auto integer = [&](std::int32_t number) {
    char* const to = room(12);
    at_ += static_cast<std::size_t>(std::to_chars(to, to + 12, number).ptr - to);
  };
  switch (kind) {
    case element_kind::boolean: return piece(static_cast<const r4::boolean*>(from)->value() ? "true" : "false");
    case element_kind::integer: return integer(static_cast<const r4::integer*>(from)->value());
    case element_kind::positiveInt: return integer(static_cast<const r4::positiveInt*>(from)->value());
    case element_kind::unsignedInt: return integer(static_cast<const r4::unsignedInt*>(from)->value());
    case element_kind::decimal: return piece(static_cast<const r4::decimal*>(from)->digits());
    case element_kind::date: return moment(static_cast<const r4::date*>(from)->value());
    case element_kind::dateTime: return moment(static_cast<const r4::dateTime*>(from)->value());
    case element_kind::instant: return moment(static_cast<const r4::instant*>(from)->value());
    case element_kind::time: return moment(static_cast<const r4::time*>(from)->value());
    case element_kind::coded: return quoted(static_cast<const detail::coded_word*>(from)->view(*codes));
    case element_kind::structure: return object(*type, from);
    case element_kind::resource: {
      const auto& any = *static_cast<const any_resource*>(from);
      return any ? object(*any.structure(), any.object()) : piece("{}");
    }
    default: return quoted(static_cast<const text*>(from)->view());
  }
}

}  // namespace

void append_json(std::string& out, const structure& type, const void* object) { writer(out).object(type, object); }

void append_json(std::string& out, const any_resource& resource) {
  if (resource) append_json(out, *resource.structure(), resource.object());
}

std::string json_encode(const structure& type, const void* object) {
  std::string out;
  append_json(out, type, object);
  return out;
}

std::string json_encode(const any_resource& resource) {
  std::string out;
  append_json(out, resource);
  return out;
}

}  // namespace phr::fhir
