// Conversion between mass, amount of substance and equivalents.
#include <phr/ucum/ucum.hpp>

#include "ucum/digits.hpp"
#include "ucum/factor.hpp"
#include "ucum/table.hpp"

#include <algorithm>
#include <iterator>

namespace phr::ucum {

namespace {

struct substance_row {
  std::string_view name;
  std::string_view molar_mass;
  int charge;
  std::string_view source;
};

enum class role : std::uint8_t { measured, divided_by, protein, mixture };

struct analyte_row {
  std::string_view loinc;
  std::uint8_t substance;  // of substance_rows
  role is;
};

#include "ucum/analyte_table.inc"

// What one side of a unit tells of the substance.
enum class measure : std::uint8_t { moles, mass, equivalents };

// The side on which two units differ, and how.
struct change {
  bool below = false;
  measure from = measure::mass;
  measure to = measure::mass;
};

error mismatch() { return error{errc::unit_mismatch}.at("a conversion by molar mass"); }

// Gram where it says neither mol nor eq.
result<measure> measure_of(int moles, int equivalents) {
  if (moles + equivalents > 1) return mismatch();
  return moles == 1 ? measure::moles : equivalents == 1 ? measure::equivalents : measure::mass;
}

result<change> change_of(const detail::meaning& from, const detail::meaning& to) {
  const bool above = from.moles.above != to.moles.above || from.equivalents.above != to.equivalents.above;
  const bool below = from.moles.below != to.moles.below || from.equivalents.below != to.equivalents.below;
  if (above == below) return mismatch();
  change out;
  out.below = below;
  PHR_TRY(out.from, below ? measure_of(from.moles.below, from.equivalents.below) : measure_of(from.moles.above, from.equivalents.above));
  PHR_TRY(out.to, below ? measure_of(to.moles.below, to.equivalents.below) : measure_of(to.moles.above, to.equivalents.above));
  return out;
}

constexpr std::size_t gram = 2;  // among the dimensions

// Whether grams come and go as the change says, and nothing else does.
bool fits(const detail::meaning& from, const detail::meaning& to, const change& what) noexcept {
  detail::meaning expected = from;
  const int grams = (what.to == measure::mass ? 1 : 0) - (what.from == measure::mass ? 1 : 0);
  expected.dimensions[gram] = static_cast<std::int16_t>(expected.dimensions[gram] + (what.below ? -grams : grams));
  const auto same = [](const detail::arbitrary& a, const detail::arbitrary& b) { return a.row == b.row && a.exponent == b.exponent; };
  return expected.dimensions == to.dimensions && from.arbitrary_count == to.arbitrary_count &&
         std::equal(from.arbitraries.begin(), from.arbitraries.begin() + from.arbitrary_count, to.arbitraries.begin(), same);
}

// By what the first is multiplied, and the second divided.
constexpr std::string_view rules[3][3] = {
    {"units alone", "divided by the molar mass", "divided by the charge"},
    {"multiplied by the molar mass", "units alone", "multiplied by the molar mass, divided by the charge"},
    {"multiplied by the charge", "multiplied by the charge, divided by the molar mass", "units alone"},
};

// How many grams or equivalents a mole is.
decimal in_a_mole(measure what, const substance& of) {
  if (what == measure::mass) return of.molar_mass;
  return decimal::from_int64(what == measure::equivalents ? of.charge : 1);
}

bool has(const change& what, measure one) noexcept { return what.from == one || what.to == one; }

// from.size / to.size, where grams on the one side are those of a mole on the other.
result<detail::factor> ratio_of(const detail::meaning& from, const detail::meaning& to, const change& what) {
  detail::factor out = from.size;
  bool fits = divide(out, to.size);
  if (fits && has(what, measure::mass)) {
    const detail::unit_table& units = detail::table();
    const detail::factor& mole = units.at(units.find("mol")->atom).means.size;
    fits = (what.from == measure::mass) != what.below ? multiply(out, mole) : divide(out, mole);
  }
  if (!fits) return error{errc::too_large}.at("a conversion by molar mass");
  return out;
}

result<substance_answer> units_alone(const decimal& value, const unit& from, const unit& to) {
  PHR_TRY(decimal made, convert(value, from, to));
  return substance_answer{static_cast<decimal&&>(made), rules[0][0], {}};
}

result<substance_answer> by_change(const decimal& value, const unit& from, const unit& to, const substance& of, const change& what) {
  if (!fits(from.meaning(), to.meaning(), what)) return mismatch();
  if (has(what, measure::mass) && (of.molar_mass.is_negative() || of.molar_mass.is_zero())) {
    return error{errc::invalid_argument}.at("a molar mass that is not positive");
  }
  if (has(what, measure::equivalents) && of.charge <= 0) return error{errc::invalid_argument}.at("equivalents without a charge");
  PHR_TRY(const detail::factor ratio, ratio_of(from.meaning(), to.meaning(), what));
  const measure times = what.below ? what.from : what.to;
  const measure by = what.below ? what.to : what.from;
  PHR_TRY(decimal over, value.multiply(detail::to_decimal(ratio.numerator)));
  PHR_TRY(over, over.multiply(in_a_mole(times, of)));
  PHR_TRY(const decimal under, detail::to_decimal(ratio.denominator).multiply(in_a_mole(by, of)));
  const int digits = std::max(detail::kept_digits, value.significant_digits());
  PHR_TRY(over, detail::fraction(over, under, ratio.exponent, digits, ratio.rounded));
  return substance_answer{static_cast<decimal&&>(over), rules[static_cast<std::size_t>(times)][static_cast<std::size_t>(by)], of};
}

result<const analyte_row*> row_of(std::string_view loinc) {
  const auto* const found = std::lower_bound(std::begin(analyte_rows), std::end(analyte_rows), loinc,
                                             [](const analyte_row& row, std::string_view code) { return row.loinc < code; });
  if (found == std::end(analyte_rows) || found->loinc != loinc) return error{errc::not_found}.at("the table of analytes");
  return found;
}

bool says_the_same(const unit& a, const unit& b) noexcept {
  return a.meaning().moles == b.meaning().moles && a.meaning().equivalents == b.meaning().equivalents;
}

}  // namespace

result<substance_answer> convert(const decimal& value, const unit& from, const unit& to, const substance& of) {
  if (says_the_same(from, to)) return units_alone(value, from, to);
  if (from.is_special() || to.is_special()) return mismatch();
  PHR_TRY(const change what, change_of(from.meaning(), to.meaning()));
  // umol/min and U, mmol and a number of cells: a mole is a number.
  if (!has(what, measure::equivalents) && is_comparable(from, to)) return units_alone(value, from, to);
  return by_change(value, from, to, of, what);
}

result<substance> substance_of(std::string_view loinc) {
  PHR_TRY(const analyte_row* const row, row_of(loinc));
  if (row->is == role::protein) return error{errc::unit_mismatch}.at("a protein has no one molar mass");
  if (row->is == role::mixture) return error{errc::unit_mismatch}.at("a mixture has no one molar mass");
  const substance_row& found = substance_rows[row->substance];
  PHR_TRY(decimal mass, decimal::parse(found.molar_mass));
  std::string source(found.name);
  return substance{static_cast<decimal&&>(mass), source.append(": ").append(found.source), found.charge};
}

result<substance_answer> convert_analyte(const decimal& value, const unit& from, const unit& to, std::string_view loinc) {
  PHR_TRY(const analyte_row* const row, row_of(loinc));
  if (says_the_same(from, to)) return units_alone(value, from, to);
  PHR_TRY(const substance of, substance_of(loinc));
  PHR_TRY(const change what, change_of(from.meaning(), to.meaning()));
  if (what.below != (row->is == role::divided_by)) return mismatch();
  return convert(value, from, to, of);
}

}  // namespace phr::ucum
