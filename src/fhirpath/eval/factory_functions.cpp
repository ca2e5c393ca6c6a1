// %factory: making elements (https://build.fhir.org/fhirpath.html#factory). What is made is JSON of its own.
#include "fhirpath/eval/function_sets.hpp"

#include <phr/fhir/r4/data_types.hpp>

#include <re2/re2.h>

#include <algorithm>
#include <array>

namespace phr::fhirpath {

namespace {

namespace json = fhir::json;
using fhir::element_kind;
using scope = evaluator::scope;

// How FHIR writes the values of its primitive types (https://hl7.org/fhir/R4/datatypes.html#primitive).
struct form {
  std::string_view type;
  const char* pattern;
};
constexpr std::array<form, 19> forms = {{
    {"base64Binary", R"((?:[0-9a-zA-Z+/]{4})*(?:[0-9a-zA-Z+/]{2}==|[0-9a-zA-Z+/]{3}=)?)"}, {"boolean", "true|false"}, {"canonical", R"(\S*)"}, {"code", R"([^\s]+(?: [^\s]+)*)"},
    {"date", R"(\d{4}(?:-\d\d(?:-\d\d)?)?)"}, {"dateTime", R"(\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)?)?)"}, {"decimal", R"(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)"},
    {"id", R"([A-Za-z0-9\-.]{1,64})"}, {"instant", R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))"}, {"integer", R"(-?(?:0|[1-9]\d*))"}, {"markdown", R"((?s).+)"}, {"oid", R"(urn:oid:[0-2](?:\.(?:0|[1-9]\d*))+)"},
    {"string", R"((?s).+)"}, {"positiveInt", R"([1-9]\d*)"}, {"time", R"(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)"}, {"unsignedInt", R"(0|[1-9]\d*)"}, {"uri", R"(\S*)"}, {"url", R"(\S*)"},
    {"uuid", R"(urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"},
}};

const form* form_of(std::string_view type) {
  const auto found = std::find_if(forms.begin(), forms.end(), [&](const form& each) { return each.type == type; });
  return found == forms.end() ? nullptr : &*found;
}

element_kind kind_of(std::string_view type) {
  for (unsigned each = 0; each < static_cast<unsigned>(element_kind::coded); ++each) {
    if (fhir::name(static_cast<element_kind>(each)) == type) return static_cast<element_kind>(each);
  }
  return element_kind::structure;
}

bool is_number(element_kind kind) { return fhir::is_integer(kind) || kind == element_kind::decimal || kind == element_kind::boolean; }

// An item as JSON, and the type that a choice would name it by.
struct written {
  std::string text;    // "" for no value
  std::string beside;  // id and extensions of a primitive, or ""
  std::string type;
};

std::string compact(const json::value& of) {
  std::string made;
  if (of) json::append_compact(made, of);
  return made;
}

std::optional<written> write(const value& of) {
  if (const auto* const element = std::get_if<json_element>(&of); element != nullptr && element->is_typed()) {
    return written{compact(element->value()), compact(element->beside()), type_name(of).substr(5)};
  }
  const auto* const node = std::get_if<fhir::node>(&of);
  if (node != nullptr && !node->is_primitive()) return std::nullopt;  // of a model: not taken apart
  const value plain = as_system(of);
  const auto text = text_of(plain);
  if (!text) return std::nullopt;
  written made;
  if (node != nullptr) made.type = std::string(fhir::name(node->kind()));
  const std::string system = type_name(plain).substr(7);
  if (made.type.empty()) made.type = system == "DateTime" ? "dateTime" : system == "Quantity" ? "" : std::string(1, static_cast<char>(system[0] | 0x20)) + system.substr(1);
  if (made.type.empty()) return std::nullopt;
  if (is_number(kind_of(made.type))) {
    made.text = *text;
  } else {
    json::append_quoted(made.text, *text);
  }
  return made;
}

result<collection> made_of(evaluator& in, const node& at, const written& from) {
  std::string text = "{";
  if (!from.text.empty()) text += "\"value\":" + from.text;
  if (!from.beside.empty()) text += (from.text.empty() ? "\"_value\":" : ",\"_value\":") + from.beside;
  text += "}";
  PHR_TRY(in.within(at, text.size()));
  json::document document;
  if (!document.parse(text)) return in.wrong(at, "an element that can be written");
  const element_kind kind = kind_of(from.type);
  return collection{json_element(detail::kept_document(std::move(document)), kind, kind == element_kind::structure ? structure_named(from.type) : nullptr)};
}

// An argument: its items. Errors: those of evaluating it.
result<collection> given(evaluator& in, const node& at, std::size_t index, const scope& around) {
  if (index >= argument_count(at)) return collection{};
  return evaluated(in, at, index, around);
}

// The members of an object, as JSON.
class object {
 public:
  void add(std::string_view name, const std::string& text) {
    if (text.empty()) return;
    text_ += text_.empty() ? "{" : ",";
    json::append_quoted(text_, name);
    text_ += ":" + text;
  }
  [[nodiscard]] std::string text() const { return text_.empty() ? "" : text_ + "}"; }

 private:
  std::string text_;
};

std::string capital(std::string name) {
  name[0] = static_cast<char>(name[0] & ~0x20);
  return name;
}

// {"url": ..., "valueString": ...}. Errors: invalid_argument for a value that no extension can have.
result<std::string> extension_text(evaluator& in, const node& at, const std::string& url, const value& of) {
  const auto from = write(of);
  if (!from) return in.wrong(at, "a value of an extension");
  object made;
  std::string quoted;
  json::append_quoted(quoted, url);
  made.add("url", quoted);
  made.add("value" + capital(from->type), from->text);
  made.add("_value" + capital(from->type), from->beside);
  return made.text();
}

// %factory.string(value [, extensions]) and those of the other primitive types.
result<collection> primitive(evaluator& in, const node& at, const collection&, const scope& around) {
  PHR_TRY(const collection of, given(in, at, 0, around));
  PHR_TRY(const collection extensions, given(in, at, 1, around));
  if (of.size() > 1) return in.wrong(at, "one value of an element");
  written made;
  made.type = at.text;
  const bool number = is_number(kind_of(at.text));
  if (!of.empty()) {
    const value plain = as_system(of[0]);
    const auto text = text_of(plain);
    const bool fits = std::holds_alternative<std::string>(plain) || (number && type_name(plain) != "System.String") || std::holds_alternative<moment>(plain);
    if (!text || !fits || !RE2::FullMatch(*text, form_of(at.text)->pattern)) return in.wrong(at, "a value of that type");
    if (number) {
      made.text = *text;
    } else {
      json::append_quoted(made.text, *text);
    }
  }
  std::string list;
  for (const value& each : extensions) {
    const auto written = write(each);
    if (!written || written->type != "Extension") return in.wrong(at, "extensions");
    list += (list.empty() ? "" : ",") + written->text;
  }
  if (!list.empty()) made.beside = "{\"extension\":[" + list + "]}";
  return made_of(in, at, made);
}

result<collection> extension(evaluator& in, const node& at, const collection&, const scope& around) {
  PHR_TRY(const auto url, argument_string(in, at, 0, around));
  PHR_TRY(const collection of, given(in, at, 1, around));
  if (!url || of.size() != 1) return in.wrong(at, "a URL and a value");
  PHR_TRY(std::string text, extension_text(in, at, *url, of[0]));
  return made_of(in, at, {std::move(text), "", "Extension"});
}

// A data type by its arguments in order. `*` marks what repeats, `:Type` what is no String.
struct recipe {
  std::string_view type;
  std::array<std::string_view, 7> members;
};
constexpr std::array<recipe, 7> recipes = {{
    {"Identifier", {"system", "value", "use", "type:CodeableConcept"}},
    {"HumanName", {"family", "given*", "prefix*", "suffix*", "text", "use"}},
    {"ContactPoint", {"system", "value", "use"}},
    {"Address", {"line*", "city", "state", "postalCode", "country", "use", "type"}},
    {"Quantity", {"system", "code", "value:decimal", "unit"}},
    {"Coding", {"system", "code", "display", "version"}},
    {"CodeableConcept", {"coding*:Coding", "text"}},
}};

result<std::string> member_text(evaluator& in, const node& at, const collection& items, bool repeats, std::string_view type) {
  if (items.size() > 1 && !repeats) return in.wrong(at, "one value of a member");
  std::string made;
  for (const value& each : items) {
    std::string text;
    const auto from = write(each);
    if (type == "decimal") {
      const auto number = as_decimal(each);
      const auto digits = as_string(each);
      if (!number && (!digits || !decimal::parse(*digits))) return in.wrong(at, "a number");
      text = number ? number->to_string() : *digits;
    } else if (type.empty() ? !text_in(each) : !from || from->type != type) {
      return in.wrong(at, "a value of the member's type");
    } else {
      text = from->text;
    }
    made += (made.empty() ? "" : ",") + (text.empty() ? "{}" : text);
  }
  return repeats && !made.empty() ? "[" + made + "]" : made;
}

result<collection> data_type(evaluator& in, const node& at, const collection&, const scope& around) {
  const auto found = std::find_if(recipes.begin(), recipes.end(), [&](const recipe& each) { return each.type == at.text; });
  object made;
  for (std::size_t index = 0; index < argument_count(at) && !found->members[index].empty(); ++index) {
    PHR_TRY(const collection items, evaluated(in, at, index, around));
    const std::string_view said = found->members[index];
    const std::size_t colon = std::min(said.find(':'), said.size());
    const std::size_t star = std::min(said.find('*'), colon);
    PHR_TRY(const std::string text, member_text(in, at, items, star != colon, said.substr(std::min(colon + 1, said.size()))));
    made.add(said.substr(0, star), text);
  }
  return made_of(in, at, {made.text().empty() ? "{}" : made.text(), "", at.text});
}

// %factory.create(Type): an empty element.
result<collection> create(evaluator& in, const node& at, const collection&, const scope&) {
  const node& type = argument(in, at, 0);
  if (type.kind != node_kind::member || type.has_input) return in.wrong(type, "the name of a type");
  if (kind_of(type.text) == element_kind::structure && structure_named(type.text) == nullptr) return in.wrong(type, "a type that does not exist", errc::wrong_type);
  return made_of(in, at, {kind_of(type.text) == element_kind::structure ? "{}" : "", "", type.text});
}

// An object's text with one more member, or with one more item of a member that repeats.
std::string with_member(const std::string& text, std::string_view name, const std::string& value, bool repeats) {
  json::document document;
  const bool is_object = !text.empty() && document.parse(text).has_value();
  object made;
  bool added = false;
  if (is_object) {
    for (const auto member : document.root().members()) {
      std::string own = compact(member.value);
      if (member.name == name) {
        own = repeats && member.value.is_array() ? own.substr(0, own.size() - 1) + (member.value.size() == 0 ? "" : ",") + value + "]" : value;
        added = true;
      }
      made.add(member.name, own);
    }
  }
  if (!added) made.add(name, repeats ? "[" + value + "]" : value);
  return made.text();
}

// The one element that is given first, with a member more.
template <class Member>
result<collection> with(evaluator& in, const node& at, const scope& around, const Member& member) {
  PHR_TRY(const collection of, given(in, at, 0, around));
  PHR_TRY(const auto name, argument_string(in, at, 1, around));
  PHR_TRY(const collection items, given(in, at, 2, around));
  auto from = of.size() == 1 ? write(of[0]) : std::nullopt;
  if (!from || !name || items.size() != 1) return in.wrong(at, "an element, a name and a value");
  const bool is_primitive = kind_of(from->type) != element_kind::structure;
  std::string& into = is_primitive ? from->beside : from->text;
  PHR_TRY(into, member(into, *from, *name, items[0]));
  return made_of(in, at, *from);
}

result<collection> with_extension(evaluator& in, const node& at, const collection&, const scope& around) {
  return with(in, at, around, [&](const std::string& text, const written&, const std::string& url, const value& item) -> result<std::string> {
    PHR_TRY(const std::string extension, extension_text(in, at, url, item));
    return with_member(text, "extension", extension, true);
  });
}

result<collection> with_property(evaluator& in, const node& at, const collection&, const scope& around) {
  return with(in, at, around, [&](const std::string& text, const written& of, const std::string& name, const value& item) -> result<std::string> {
    const auto from = write(item);
    if (!from) return in.wrong(at, "a value that can be written");
    const bool is_primitive = kind_of(of.type) != element_kind::structure;
    const fhir::structure* const type = is_primitive ? structure_named("Element") : structure_named(of.type);
    const fhir::field* const field = type == nullptr ? nullptr : type->field_named(name);
    if (field == nullptr) return in.wrong(at, "a name that cannot be there", errc::unknown_element);
    const std::string member = field->kind == element_kind::choice ? name + capital(from->type) : name;
    return with_member(text, member, from->text, field->repeats);
  });
}

constexpr named_function factory_table[] = {
    {"base64Binary", 1, 2, primitive}, {"boolean", 1, 2, primitive}, {"canonical", 1, 2, primitive}, {"code", 1, 2, primitive}, {"date", 1, 2, primitive}, {"dateTime", 1, 2, primitive},
    {"decimal", 1, 2, primitive}, {"id", 1, 2, primitive}, {"instant", 1, 2, primitive}, {"integer", 1, 2, primitive}, {"markdown", 1, 2, primitive}, {"oid", 1, 2, primitive},
    {"string", 1, 2, primitive}, {"positiveInt", 1, 2, primitive}, {"time", 1, 2, primitive}, {"unsignedInt", 1, 2, primitive}, {"uri", 1, 2, primitive}, {"url", 1, 2, primitive},
    {"uuid", 1, 2, primitive}, {"Extension", 2, 2, extension}, {"Identifier", 1, 4, data_type}, {"HumanName", 1, 6, data_type}, {"ContactPoint", 1, 3, data_type},
    {"Address", 1, 7, data_type}, {"Quantity", 1, 4, data_type}, {"Coding", 1, 4, data_type}, {"CodeableConcept", 1, 2, data_type}, {"create", 1, 1, create},
    {"withExtension", 3, 3, with_extension}, {"withProperty", 3, 3, with_property},
};

}  // namespace

const named_function* factory_function_named(std::string_view name) noexcept {
  for (const named_function& each : factory_table) {
    if (each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace phr::fhirpath
