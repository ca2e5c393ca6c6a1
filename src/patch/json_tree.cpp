#include "patch/json_tree.hpp"

#include <phr/core/decimal.hpp>

#include <algorithm>

namespace phr::patch {

namespace {

bool same_number(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const auto left = decimal::parse(a);
  const auto right = decimal::parse(b);
  return left && right && left.value() == right.value();
}

bool same(const tree& a, const tree& b, bool by_digits) {
  if (a.kind != b.kind || a.items.size() != b.items.size()) return false;
  if (a.kind == json::kind::number) return by_digits ? a.text == b.text : same_number(a.text, b.text);
  if (a.text != b.text) return false;
  for (std::size_t index = 0; index < a.items.size(); ++index) {
    const tree* other = &b.items[index].value;
    // Mostly in the same order.
    if (a.is_object() && b.items[index].name != a.items[index].name) other = b.find(a.items[index].name);
    if (other == nullptr || !same(a.items[index].value, *other, by_digits)) return false;
  }
  return true;
}

bool is_empty(const tree& of) { return (of.is_object() || of.is_array()) && of.items.empty(); }

}  // namespace

tree tree::of(const json::value& from) {
  tree made;
  made.kind = from.kind();
  switch (made.kind) {
    case json::kind::object:
      made.items.reserve(from.size());
      for (const json::member& each : from.members()) made.items.push_back({std::string(each.name), of(each.value)});
      break;
    case json::kind::array:
      made.items.reserve(from.size());
      for (const json::value& each : from.elements()) made.items.push_back({{}, of(each)});
      break;
    case json::kind::string: {
      std::string scratch;
      made.text = from.text(scratch);
      break;
    }
    case json::kind::number: made.text = from.number_text(); break;
    case json::kind::boolean: made.text = from.is_true() ? "true" : "false"; break;
    case json::kind::null:
    case json::kind::absent: made.kind = json::kind::null; break;
  }
  return made;
}

tree tree::array() {
  tree made;
  made.kind = json::kind::array;
  return made;
}

tree tree::object() {
  tree made;
  made.kind = json::kind::object;
  return made;
}

const tree* tree::find(std::string_view name) const noexcept {
  if (!is_object()) return nullptr;
  for (const tree_member& each : items) {
    if (each.name == name) return &each.value;
  }
  return nullptr;
}

tree* tree::find(std::string_view name) noexcept {
  return const_cast<tree*>(static_cast<const tree*>(this)->find(name));
}

tree& tree::set(std::string_view name, tree value) {
  if (tree* const there = find(name)) return *there = std::move(value);
  return items.emplace_back(tree_member{std::string(name), std::move(value)}).value;
}

void tree::erase(std::string_view name) {
  const auto is_it = [&](const tree_member& each) { return each.name == name; };
  const auto found = std::find_if(items.begin(), items.end(), is_it);
  if (found == items.end()) return;
  items.erase(found);
  emptied = true;
}

void tree::append_to(std::string& out) const {
  switch (kind) {
    case json::kind::string: return json::append_quoted(out, text);
    case json::kind::object:
    case json::kind::array: break;
    case json::kind::null:
    case json::kind::absent: out += "null"; return;
    default: out += text; return;
  }
  out.push_back(is_object() ? '{' : '[');
  for (std::size_t index = 0; index < items.size(); ++index) {
    if (index != 0) out.push_back(',');
    if (is_object()) {
      json::append_quoted(out, items[index].name);
      out.push_back(':');
    }
    items[index].value.append_to(out);
  }
  out.push_back(is_object() ? '}' : ']');
}

std::string tree::written() const {
  std::string out;
  append_to(out);
  return out;
}

std::uint32_t tree::depth() const noexcept {
  if (!is_object() && !is_array()) return 0;
  std::uint32_t deepest = 0;
  for (const tree_member& each : items) deepest = std::max(deepest, each.value.depth());
  return deepest + 1;
}

std::uint64_t tree::weight() const noexcept {
  std::uint64_t sum = text.size() + 4;
  for (const tree_member& each : items) sum += each.name.size() + each.value.weight();
  return sum;
}

void tree::prune(bool keeps_places) {
  for (tree_member& each : items) each.value.prune(is_object() && each.value.is_array() && each.name.starts_with('_'));
  const auto goes = [](const tree_member& each) { return is_empty(each.value) && each.value.emptied; };
  if (keeps_places) {
    for (tree_member& each : items) {
      if (!goes(each)) continue;
      each.value = null();
      emptied = true;
    }
    return;
  }
  for (std::size_t at = 0; is_object() && at < items.size(); ++at) {
    const tree_member& each = items[at];
    if (each.name.starts_with('_') && each.value.is_array() && each.value.emptied) close_places(at);
  }
  if (std::erase_if(items, goes) != 0) emptied = true;
}

void tree::close_places(std::size_t of) {
  tree& beside = items[of].value;
  tree* const values = find(std::string_view(items[of].name).substr(1));
  if (values != nullptr && !values->is_array()) return;
  const auto is_nothing = [](const tree& in, std::size_t index) { return index >= in.items.size() || in.items[index].value.is_null(); };
  for (std::size_t index = beside.items.size(); index-- > 0;) {
    if (!is_nothing(beside, index) || (values != nullptr && !is_nothing(*values, index))) continue;
    const auto place = static_cast<std::ptrdiff_t>(index);
    beside.items.erase(beside.items.begin() + place);
    if (values == nullptr || index >= values->items.size()) continue;
    values->items.erase(values->items.begin() + place);
    values->emptied = true;
  }
  const auto is_null = [](const tree_member& each) { return each.value.is_null(); };
  if (std::all_of(beside.items.begin(), beside.items.end(), is_null)) beside.items.clear();
}

bool same_value(const tree& a, const tree& b) { return same(a, b, false); }
bool identical(const tree& a, const tree& b) { return same(a, b, true); }

result<tree> parse_tree(std::string_view text, const json::limits& most) {
  json::document parsed;
  PHR_TRY(parsed.parse(text, most));
  return tree::of(parsed.root());
}

}  // namespace phr::patch
