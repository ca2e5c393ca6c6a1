// An expression as a tree.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace phr::fhirpath {

enum class node_kind : std::uint8_t {
  // Literals; `text` is the value.
  empty, boolean, string, number, quantity, date, date_time, time,
  constant,   // %name
  special,    // $this, $index, $total
  member,     // text: the name; parts: what it is a member of, or none
  function,   // text: the name; parts: what it is called on if has_input, then the arguments
  index,      // parts: of, index
  polarity,   // text: + or -; parts: one
  binary,     // text: the operator; parts: two
  type,       // text: is or as; type: the specifier; parts: one
};

// One node. `parts` are positions in the tree, which come before it.
struct node {
  node_kind kind;
  std::uint32_t begin = 0;        // offset in the text
  std::string text{};             // unescaped
  std::string type{};             // of `type`: "FHIR.Patient", "Quantity"; of a quantity its unit, as written
  bool has_input = false;
  std::vector<std::uint32_t> parts{};
};

// The last node is the root. Lifetime: a value. Threads: immutable.
struct tree {
  std::vector<node> nodes;

  [[nodiscard]] const node& root() const noexcept { return nodes.back(); }
  [[nodiscard]] const node& part(const node& of, std::size_t index) const noexcept { return nodes[of.parts[index]]; }
};

// The expression as text, with parentheses only where they are needed, one blank around operators.
[[nodiscard]] std::string print(const tree& of);

}  // namespace phr::fhirpath
