#include <phr/fhir/diff.hpp>

#include "fhir/model/slots.hpp"

#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/data_types.hpp>

#include <algorithm>

namespace phr::fhir {

namespace {

// One item of an element: of which kind, and where it is; absent where it is nowhere.
struct value {
  element_kind kind = element_kind::structure;
  const structure* type = nullptr;
  const code_set* codes = nullptr;
  const void* object = nullptr;
};

bool is_there(const value& of) {
  if (of.object == nullptr) return false;
  if (is_primitive(of.kind)) return !is_absent(of.kind, of.object);
  return of.kind != element_kind::resource || static_cast<const any_resource*>(of.object)->has_value();
}

std::string json_of(const value& of) {
  if (!is_there(of)) return {};
  if (of.kind == element_kind::resource) return json_encode(*static_cast<const any_resource*>(of.object));
  if (of.kind == element_kind::structure) return json_encode(*of.type, of.object);
  const std::string text = primitive_text_of(of.kind, of.codes, of.object);
  if (of.kind == element_kind::boolean || of.kind == element_kind::decimal || is_integer(of.kind)) return text;
  std::string quoted;
  json::append_quoted(quoted, text);
  return quoted;
}

class comparing {
 public:
  std::vector<difference> found;

  void values(const value& before, const value& after, const std::string& path) {
    if (is_there(before) && is_there(after) && before.kind == after.kind && before.type == after.type) {
      if (before.kind == element_kind::structure) return structures(*before.type, before.object, after.object, path);
      if (before.kind == element_kind::resource) {
        const auto& left = *static_cast<const any_resource*>(before.object);
        const auto& right = *static_cast<const any_resource*>(after.object);
        if (left.structure() == right.structure()) return structures(*left.structure(), left.object(), right.object(), path);
      }
    }
    tell(path, json_of(before), json_of(after));
  }

  void structures(const structure& type, const void* before, const void* after, const std::string& path) {
    for (std::uint16_t position = 0; position < type.fields.size(); ++position) {
      const field& of = type.fields[position];
      const presence& look = type.present[position];
      if (is_present(look, before) || is_present(look, after)) {
        const std::string here = path + "." + std::string(of.name);
        if (of.repeats) {
          lists(of, before, after, here);
        } else if (of.kind == element_kind::choice) {
          choices(of, before, after, here);
        } else {
          values(single(of, before), single(of, after), here);
        }
      }
      if (is_primitive(of.kind) || of.kind == element_kind::choice) {
        elements(of, position, sidecar_of(type, before), sidecar_of(type, after), path + "._" + std::string(of.name) + suffix(of, before, after));
      }
    }
  }

 private:
  void tell(const std::string& path, std::string before, std::string after) {
    if (before != after) found.push_back({path, std::move(before), std::move(after)});
  }

  static value single(const field& of, const void* object) {
    if (of.kind == element_kind::structure) return {of.kind, of.type, nullptr, member<detail::box_word>(object, of).get()};
    return {of.kind, nullptr, of.codes, &member<char>(object, of)};
  }

  void lists(const field& of, const void* before, const void* after, const std::string& path) {
    const auto& left = member<detail::list_word>(before, of);
    const auto& right = member<detail::list_word>(after, of);
    const item_type& item = item_of(of.kind, of.type);
    const auto at = [&](const detail::list_word& in, std::uint32_t index) {
      return value{of.kind, of.type, of.codes, index < in.size() ? item_at(in, item, index) : nullptr};
    };
    for (std::uint32_t index = 0; index < std::max(left.size(), right.size()); ++index) {
      values(at(left, index), at(right, index), path + "[" + std::to_string(index) + "]");
    }
  }

  // Each type of a choice has a name of its own.
  void choices(const field& of, const void* before, const void* after, const std::string& path) {
    const auto& left = member<detail::choice_word>(before, of);
    const auto& right = member<detail::choice_word>(after, of);
    const auto at = [&](const detail::choice_word& in, std::uint8_t index) {
      const alternative& type = of.choices[index - 1U];
      return value{type.kind, type.type, nullptr, in.index() == index ? in.get(of.choices) : nullptr};
    };
    if (left.index() != 0) values(at(left, left.index()), at(right, left.index()), path + capital(name(of.choices[left.index() - 1U])));
    if (right.index() == 0 || right.index() == left.index()) return;
    values(at(left, right.index()), at(right, right.index()), path + capital(name(of.choices[right.index() - 1U])));
  }
  // Of the type that stands in a choice; "" for what is none.
  static std::string suffix(const field& of, const void* before, const void* after) {
    if (of.kind != element_kind::choice) return {};
    const std::uint8_t index = std::max(member<detail::choice_word>(before, of).index(), member<detail::choice_word>(after, of).index());
    return index == 0 ? std::string() : capital(name(of.choices[index - 1U]));
  }
  static std::string capital(std::string_view type) {
    std::string text(type);
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
  }

  void elements(const field& of, std::uint16_t position, const sidecar& before, const sidecar& after, const std::string& path) {
    if (before.empty() && after.empty()) return;
    for (std::uint32_t index = 0; index < std::max(before.extent(position), after.extent(position)); ++index) {
      const value left{element_kind::structure, &r4::Element::structure_, nullptr, before.find(position, index)};
      const value right{element_kind::structure, &r4::Element::structure_, nullptr, after.find(position, index)};
      values(left, right, of.repeats ? path + "[" + std::to_string(index) + "]" : path);
    }
  }
};

}  // namespace

std::vector<difference> differences(const any_resource& before, const any_resource& after) {
  comparing both;
  const any_resource& named = before ? before : after;
  if (!named) return {};
  both.values({element_kind::resource, nullptr, nullptr, &before}, {element_kind::resource, nullptr, nullptr, &after},
              std::string(named.structure()->name));
  return std::move(both.found);
}

}  // namespace phr::fhir
