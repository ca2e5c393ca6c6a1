// The table of units, worked out from the rows of the essence when it is first asked for.
#include "ucum/table.hpp"

#include "ucum/factor.hpp"
#include "ucum/parser.hpp"
#include "ucum/special.hpp"

#include <string>

namespace phr::ucum::detail {

namespace {

#include "ucum/unit_table.inc"

constexpr std::size_t slot_count = 1024;  // a power of two, thrice the number of units

std::size_t hash(std::string_view text) noexcept {
  std::size_t out = 5381;
  for (const char c : text) out = out * 33 ^ static_cast<unsigned char>(c);
  return out;
}

std::string_view first_line(std::string_view text) noexcept { return text.substr(0, text.find('\n')); }

prefix to_prefix(const prefix_row& row) {
  prefix out{row.code, first_line(row.names), 0, 0};
  factor size;
  if (!read_factor(row.value, size)) return out;
  // Of ten or of two; 1024 to 1024^4 have no factor ten in them.
  if (is_one(size.numerator)) {
    out.tens = static_cast<std::int16_t>(size.exponent);
  } else {
    out.twos = static_cast<std::int16_t>(take_out(size.numerator, 2));
  }
  return out;
}

}  // namespace

std::string_view version() noexcept { return table_version; }

unit_table::unit_table() : slots_(slot_count) {
  for (const auto& row : prefix_rows) prefixes_.push_back(to_prefix(row));
  const auto add = [&](std::string_view code, std::string_view names, bool is_metric) {
    std::size_t at = hash(code) % slot_count;
    while (slots_[at] != 0) at = (at + 1) % slot_count;
    atoms_.push_back({code, first_line(names), is_metric, {}});
    atoms_.back().means.size = one();
    slots_[at] = static_cast<std::uint16_t>(atoms_.size());
  };
  for (const auto& row : base_rows) {
    add(row.code, row.names, true);
    atoms_.back().means.dimensions.at(atoms_.size() - 1) = 1;
  }
  const std::size_t bases = atoms_.size();
  for (const auto& row : unit_rows) add(row.code, row.names, row.is_metric);
  std::vector<bool> done(atoms_.size());
  for (std::size_t i = 0; i < bases; ++i) done[i] = true;
  for (std::size_t i = bases; i < atoms_.size(); ++i) define(i, bases, done);
}

void unit_table::define(std::size_t index, std::size_t bases, std::vector<bool>& done) {
  if (done[index]) return;
  done[index] = true;
  const unit_row& row = unit_rows[index - bases];
  const std::string_view definition = row.is_special ? row.function_unit : row.definition;
  const auto tokens = read(definition, *this);
  if (!tokens) return;  // not so: a test reads every definition
  for (const auto& each : tokens.value()) {
    if (each.is == token::kind::unit) define(each.what.atom, bases, done);
  }
  const auto found = evaluate(definition, *this);
  if (!found) return;
  meaning& means = atoms_[index].means;
  means = found.value();
  factor value;
  if (!read_factor(row.is_special ? row.function_value : row.value, value) || !multiply(means.size, value)) return;
  if (row.code == "[pi]") means.size.rounded = true;
  if (row.is_arbitrary && means.arbitrary_count == 0) {
    means.arbitraries[0] = {static_cast<std::uint16_t>(index), 1};
    means.arbitrary_count = 1;
  }
  if (row.is_special) means.function = static_cast<std::uint8_t>(curve_named(row.function));
  means.moles = means.equivalents = {};
  if (row.code == "mol") means.moles.above = 1;
  if (row.code == "eq") means.equivalents.above = 1;
}

std::optional<std::uint16_t> unit_table::find_atom(std::string_view text) const noexcept {
  for (std::size_t at = hash(text) % slot_count; slots_[at] != 0; at = (at + 1) % slot_count) {
    const auto index = static_cast<std::uint16_t>(slots_[at] - 1);
    if (atoms_[index].code == text) return index;
  }
  return std::nullopt;
}

std::optional<symbol> unit_table::find_with_prefix(std::string_view text) const noexcept {
  for (std::size_t i = 0; i < prefixes_.size(); ++i) {
    if (text.front() != prefixes_[i].code.front() || !text.starts_with(prefixes_[i].code)) continue;
    const auto found = find_atom(text.substr(prefixes_[i].code.size()));
    if (found && atoms_[*found].is_metric) return symbol{static_cast<std::int16_t>(i), *found};
  }
  return std::nullopt;
}

std::optional<symbol> unit_table::find(std::string_view text) const noexcept {
  if (const auto whole = find_atom(text)) return symbol{-1, *whole};
  return find_with_prefix(text);
}

const unit_table& table() {
  static const unit_table only;
  return only;
}

}  // namespace phr::ucum::detail
