// JSON that can be changed.
#pragma once

#include <phr/core/result.hpp>
#include <phr/fhir/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace phr::patch {

namespace json = fhir::json;

struct tree_member;

// One JSON value and all it holds: members in their order, numbers as their text, strings as their meaning.
// Lifetime: owns; a pointer into it ends with the next change of what holds it. Threads: per-thread. Errors: none.
struct tree {
  json::kind kind = json::kind::null;
  bool emptied = false;            // something was taken out of it
  std::string text;                // of a string, number or boolean ("true", "false")
  std::vector<tree_member> items;  // members of an object; elements of an array, without names

  [[nodiscard]] static tree of(const json::value& from);
  [[nodiscard]] static tree null();
  [[nodiscard]] static tree array();
  [[nodiscard]] static tree object();

  [[nodiscard]] bool is_object() const noexcept { return kind == json::kind::object; }
  [[nodiscard]] bool is_array() const noexcept { return kind == json::kind::array; }
  [[nodiscard]] bool is_null() const noexcept { return kind == json::kind::null; }

  // The member of an object, or nullptr.
  [[nodiscard]] const tree* find(std::string_view name) const noexcept;
  [[nodiscard]] tree* find(std::string_view name) noexcept;
  // Puts a member in the place of the one of that name, else behind the last.
  tree& set(std::string_view name, tree value);
  // Takes a member out, if it is there.
  void erase(std::string_view name);

  void append_to(std::string& out) const;
  [[nodiscard]] std::string written() const;
  // Levels of objects and arrays, itself included; 0 for a scalar. What it costs to keep, about the bytes it is written
  // in.
  [[nodiscard]] std::uint32_t depth() const noexcept;
  [[nodiscard]] std::uint64_t weight() const noexcept;
  // Takes out what is empty because something was taken out of it, as FHIR leaves out what is empty. In an array of the
  // ids and extensions of primitives ("_given") such an item becomes the null that keeps the places of the others, and
  // goes where its primitive has no value either.
  void prune(bool keeps_places = false);

 private:
  void close_places(std::size_t of);  // by the position of such an array
};

struct tree_member {
  std::string name;
  tree value;
};

inline tree tree::null() { return {}; }

// Whether two values are the same: to RFC 6902 numbers are by their value, members in any order; identical ones have
// the same number text too.
[[nodiscard]] bool same_value(const tree& a, const tree& b);
[[nodiscard]] bool identical(const tree& a, const tree& b);

// A text as a tree. Errors: as json::document.
[[nodiscard]] result<tree> parse_tree(std::string_view text, const json::limits& most);

}  // namespace phr::patch
