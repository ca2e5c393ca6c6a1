// The units and prefixes of UCUM, and what each definition amounts to.
#pragma once

#include <phr/ucum/ucum.hpp>

#include <optional>
#include <vector>

namespace phr::ucum::detail {

// The fields of ucum-essence.xml as they stand there. Several names are parted by line ends.
struct prefix_row {
  std::string_view code, upper_code, names, symbol, value, text;
};
struct base_row {
  std::string_view code, upper_code, names, symbol, dimension, property;
};
struct unit_row {
  std::string_view code, upper_code, names, symbol, property, kind;
  bool is_metric, is_special, is_arbitrary;
  std::string_view definition, upper_definition, value, text;
  std::string_view function, function_value, function_unit;
};

struct prefix {
  std::string_view code;
  std::string_view name;
  std::int16_t tens = 0;
  std::int16_t twos = 0;
};

// A base unit or a defined one.
struct atom {
  std::string_view code;
  std::string_view name;
  bool is_metric = false;
  meaning means;
};

// What a symbol is: an atom, with a prefix or without.
struct symbol {
  std::int16_t prefix = -1;
  std::uint16_t atom = 0;
};

// Everything that symbols are looked up in.
// Lifetime: the one table() lives as long as the program. Threads: immutable. Errors: none; find() is empty for an unknown symbol.
class unit_table {
 public:
  unit_table();

  [[nodiscard]] std::optional<symbol> find(std::string_view text) const noexcept;

  [[nodiscard]] const atom& at(std::uint16_t index) const noexcept { return atoms_[index]; }
  [[nodiscard]] const prefix* prefix_of(symbol of) const noexcept {
    return of.prefix < 0 ? nullptr : &prefixes_[static_cast<std::size_t>(of.prefix)];
  }
  [[nodiscard]] std::size_t size() const noexcept { return atoms_.size(); }
  [[nodiscard]] const std::vector<prefix>& prefixes() const noexcept { return prefixes_; }

 private:
  [[nodiscard]] std::optional<std::uint16_t> find_atom(std::string_view text) const noexcept;
  [[nodiscard]] std::optional<symbol> find_with_prefix(std::string_view text) const noexcept;
  // Works out the atom and those its definition leans on; the first `bases` atoms need none.
  void define(std::size_t index, std::size_t bases, std::vector<bool>& done);

  std::vector<prefix> prefixes_;
  std::vector<atom> atoms_;
  std::vector<std::uint16_t> slots_;  // of a hash table: an index into atoms_ and 1, or 0
};

[[nodiscard]] const unit_table& table();

// The rows, for table() and the test that compares them with their source.
[[nodiscard]] std::string_view version() noexcept;

}  // namespace phr::ucum::detail
