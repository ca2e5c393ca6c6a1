// The outline of a resource, and reading some of its elements.
#include <phr/fhir/lazy_json.hpp>

#include "fhir/json/decode.hpp"

#include <algorithm>

namespace phr::fhir {

lazy_json::lazy_json() : stage1_(new json::stage1) {}
lazy_json::lazy_json(lazy_json&& other) noexcept
    : stage1_(std::exchange(other.stage1_, nullptr)),
      options_(other.options_),
      members_(std::move(other.members_)),
      issues_(std::move(other.issues_)),
      type_(other.type_) {}
lazy_json& lazy_json::operator=(lazy_json&& other) noexcept {
  std::swap(stage1_, other.stage1_);
  std::swap(options_, other.options_);
  std::swap(members_, other.members_);
  std::swap(issues_, other.issues_);
  std::swap(type_, other.type_);
  return *this;
}
lazy_json::~lazy_json() { delete stage1_; }

result<void> lazy_json::open(std::string_view text, const decode_options& options) {
  options_ = options;
  members_.clear();
  issues_.clear();
  type_ = {};
  if (stage1_ == nullptr) stage1_ = new json::stage1;
  PHR_TRY(stage1_->run(text, options.limits));
  const auto done = outline(options.limits.depth);
  if (!done) members_.clear();
  return done;
}

// Over all tokens once: `level` counts open brackets, and at level 1 stand the members of the resource.
result<void> lazy_json::outline(std::uint32_t depth) {
  const std::string_view text = stage1_->text();
  const auto tokens = stage1_->positions();
  const auto problem = [&](errc code, static_text what, std::size_t token) {
    return json::located(error{code}.at(what), text, token < tokens.size() ? tokens[token] : text.size());
  };
  const auto at = [&](std::size_t token) { return token < tokens.size() ? text[tokens[token]] : '\0'; };
  if (at(0) != '{') return problem(errc::wrong_type, "a resource: an object expected", 0);
  std::string closing(1, '}');  // the brackets that are still to come
  std::uint32_t token = 1;
  bool typed = false;
  while (at(token) != '}') {
    if (at(token) != '"' || at(token + 1) != ':') return problem(errc::malformed_json, "an object: an element name expected", token);
    const std::size_t begin = tokens[token] + 1U;
    const std::size_t end = text.rfind('"', tokens[token + 1]);
    const std::string_view name = text.substr(begin, end - begin);
    if (name.find('\\') != std::string_view::npos) return problem(errc::unsupported, "an escaped element name", token);
    if (find(name) != nullptr || (typed && name == "resourceType")) return problem(errc::duplicate_key, "an object", token);
    token += 2;
    const std::uint32_t value = token;
    do {
      const char c = at(token);
      if (c == '{' || c == '[') {
        if (closing.size() >= depth) return problem(errc::too_deep, "nesting", token);
        closing.push_back(c == '{' ? '}' : ']');
      } else if (c == '}' || c == ']') {
        if (closing.size() == 1 || closing.back() != c) return problem(errc::malformed_json, "a closing bracket", token);
        closing.pop_back();
      } else if (c == '\0') {
        return problem(errc::malformed_json, "the end of the text: a value expected", token);
      }
      ++token;
    } while (closing.size() > 1);
    if (name == "resourceType") {
      const std::string_view word = text.substr(tokens[value], (token < tokens.size() ? tokens[token] : text.size()) - tokens[value]);
      const auto type = word.size() > 2 && word[0] == '"' ? resource_type_named(word.substr(1, word.find('"', 1) - 1)) : std::nullopt;
      if (!type) return problem(errc::unknown_resource_type, "resourceType", value);
      type_ = *type;
      typed = true;
    } else {
      members_.push_back({name, value, token});
    }
    if (at(token) == ',') {
      if (at(++token) == '}') return problem(errc::trailing_comma, "a comma before the end", token - 1);
    } else if (at(token) != '}') {
      return problem(errc::malformed_json, "an object: ',' or '}' expected", token);
    }
  }
  if (token + 1 != tokens.size()) return problem(errc::malformed_json, "text after the JSON value", token + 1);
  if (!typed) return problem(errc::missing_element, "resourceType", 0);
  return success();
}

const lazy_json::member* lazy_json::find(std::string_view name) const noexcept {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const member& each) { return each.name == name; });
  return found == members_.end() ? nullptr : &*found;
}

std::string_view lazy_json::text(std::string_view name) const noexcept {
  const member* const found = find(name);
  if (found == nullptr) return {};
  const std::string_view all = stage1_->text();
  const std::size_t begin = stage1_->positions()[found->value];
  std::size_t end = stage1_->positions()[found->end];
  while (json::is_white(all[end - 1])) --end;
  return all.substr(begin, end - begin);
}

result<void> lazy_json::read(const structure& type, void* into, std::span<const std::string_view> names) {
  issues_.clear();
  if (type.resource != type_) return error{errc::wrong_type}.at("resourceType");
  json_decoder::reader reading(*stage1_, options_, issues_);
  std::vector<json_decoder::reader::chosen_member> chosen;
  for (const std::string_view name : names) {
    if (const member* found = find(name)) chosen.push_back({found->name, found->value});
  }
  if (!reading.some(type, into, chosen)) return reading.problem;
  return success();
}

}  // namespace phr::fhir
