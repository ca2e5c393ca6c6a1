#include <phr/fhirpath/place.hpp>

#include <phr/fhir/r4/data_types.hpp>

#include <algorithm>
#include <unordered_map>

namespace phr::fhirpath {

namespace json = fhir::json;

namespace {

using found_places = std::vector<std::optional<place>>;

// The items by an address that each has for itself: of its value in a model, of its begin in a text.
class wanted_items {
 public:
  explicit wanted_items(std::size_t count) : found_(count), left_(count) {}
  void add(const void* address, std::size_t item) {
    if (address == nullptr) {
      --left_;
    } else {
      by_address_.emplace(address, item);
    }
  }
  // Calls make(item) for each one at an address, which answers its place or nothing.
  template <class Make>
  void match(const void* address, const Make& make) {
    const auto [first, last] = by_address_.equal_range(address);
    for (auto each = first; each != last; ++each) {
      if (found_[each->second]) continue;
      found_[each->second] = make(each->second);
      if (found_[each->second]) --left_;
    }
  }
  [[nodiscard]] bool are_found() const noexcept { return left_ == 0; }
  [[nodiscard]] found_places result() && { return std::move(found_); }

 private:
  std::unordered_multimap<const void*, std::size_t> by_address_;
  found_places found_;
  std::size_t left_;
};

std::string json_name(const fhir::node& of) {
  std::string made(of.name());
  if (of.definition()->kind != fhir::element_kind::choice) return made;
  std::string type(fhir::name(fhir::alternative{of.kind(), of.type()}));
  type[0] = static_cast<char>(type[0] & ~0x20);
  return made + type;
}

// Goes through a model. An object and the field that holds it say which element it is: a first member has the address of its object.
class model_walk {
 public:
  model_walk(std::span<const value> items, wanted_items& into) : items_(items), into_(into) {
    for (std::size_t at = 0; at < items.size(); ++at) {
      const auto* const item = std::get_if<fhir::node>(&items[at]);
      into_.add(item == nullptr ? nullptr : item->object(), at);
    }
  }

  // False where all are found.
  bool visit(const fhir::node& at) {
    into_.match(at.object(), [&](std::size_t item) { return same(std::get<fhir::node>(items_[item]), at) ? std::optional(here()) : std::nullopt; });
    if (into_.are_found()) return false;
    const auto child = [&](const fhir::node& each) {
      way_.push_back(each);
      const bool more = visit(each);
      way_.pop_back();
      return more;
    };
    if (!at.is_primitive()) return at.each_child(child);
    return at.beside() == nullptr || fhir::node::of(*at.beside()).each_child(child);
  }

 private:
  static bool same(const fhir::node& a, const fhir::node& b) noexcept { return a.definition() == b.definition() && a.kind() == b.kind() && a.type() == b.type(); }
  [[nodiscard]] place here() const {
    place made;
    made.steps.reserve(way_.size());
    for (const fhir::node& each : way_) made.steps.push_back({json_name(each), each.index(), each.is_primitive()});
    return made;
  }

  std::span<const value> items_;
  wanted_items& into_;
  std::vector<fhir::node> way_;
};

// Goes through a text. Of a primitive without a value its id and extensions are the element.
class text_walk {
 public:
  text_walk(std::span<const value> items, wanted_items& into) : into_(into) {
    for (std::size_t at = 0; at < items.size(); ++at) {
      const auto* const item = std::get_if<json_element>(&items[at]);
      into_.add(item == nullptr ? nullptr : begin_of(item->value() ? item->value() : item->beside()), at);
    }
  }

  // False where all are found.
  bool visit(const json::value& at) {
    into_.match(begin_of(at), [&](std::size_t) { return std::optional(here()); });
    if (into_.are_found()) return false;
    for (const json::member each : at.members()) {
      if (!each.value.is_array()) {
        if (!enter({each.name, -1, each.value})) return false;
        continue;
      }
      std::int64_t index = 0;
      for (const json::value item : each.value.elements()) {
        if (!enter({each.name, index++, item})) return false;
      }
    }
    return true;
  }

 private:
  struct stop {
    std::string_view name;
    std::int64_t index;
    json::value at;
  };
  static const void* begin_of(const json::value& of) noexcept { return of ? of.source().data() : nullptr; }
  bool enter(const stop& to) {
    way_.push_back(to);
    const bool more = visit(to.at);
    way_.pop_back();
    return more;
  }
  [[nodiscard]] place here() const {
    place made;
    made.steps.reserve(way_.size());
    for (const stop& each : way_) {
      const bool beside = each.name.starts_with('_');
      made.steps.push_back({std::string(each.name.substr(beside ? 1 : 0)), each.index, beside || !each.at.is_object()});
    }
    return made;
  }

  wanted_items& into_;
  std::vector<stop> way_;
};

void append_escaped(std::string& out, std::string_view name) {
  for (const char c : name) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
}

}  // namespace

std::string place::pointer() const {
  std::string made;
  for (std::size_t at = 0; at < steps.size(); ++at) {
    made += steps[at].primitive && at + 1 < steps.size() ? "/_" : "/";
    append_escaped(made, steps[at].name);
    if (steps[at].index >= 0) made.append("/").append(std::to_string(steps[at].index));
  }
  return made;
}

std::vector<std::optional<place>> places_of(std::span<const value> items, const value& root) {
  wanted_items wanted(items.size());
  if (const auto* const model = std::get_if<fhir::node>(&root)) {
    model_walk walk(items, wanted);
    if (*model && !wanted.are_found()) walk.visit(*model);
  } else if (const auto* const text = std::get_if<json_element>(&root)) {
    text_walk walk(items, wanted);
    if (text->value() && !wanted.are_found()) walk.visit(text->value());
  }
  return std::move(wanted).result();
}

}  // namespace phr::fhirpath
