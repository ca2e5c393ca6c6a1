// Units: reading, printing, algebra.
#include <phr/ucum/ucum.hpp>

#include "ucum/factor.hpp"
#include "ucum/parser.hpp"

#include <algorithm>
#include <vector>

namespace phr::ucum {

namespace {

struct power {
  std::string_view code;
  int exponent = 0;
};

std::vector<power> powers_of(const detail::meaning& means) {
  std::vector<power> out;
  const detail::unit_table& units = detail::table();
  for (std::size_t i = 0; i < means.dimensions.size(); ++i) {
    if (means.dimensions[i] != 0) out.push_back({units.at(static_cast<std::uint16_t>(i)).code, means.dimensions[i]});
  }
  for (std::size_t i = 0; i < means.arbitrary_count; ++i) {
    out.push_back({units.at(means.arbitraries[i].row).code, means.arbitraries[i].exponent});
  }
  std::sort(out.begin(), out.end(), [](const power& a, const power& b) { return a.code < b.code; });
  return out;
}

// So that an operator may follow it, or stand before it.
std::string as_factor(const std::string& code, bool first) {
  if (code.front() == '/') return first ? "1" + code : "(1" + code + ")";
  return first || code.find_first_of("./") == std::string::npos ? code : "(" + code + ")";
}

error unit_failed(errc code) { return error{code}.at("unit"); }

}  // namespace

unit::unit() : code_("1") { meaning_.size = detail::one(); }

result<unit> unit::parse(std::string_view code) {
  PHR_TRY(const detail::meaning means, detail::evaluate(code, detail::table()));
  return unit(std::string(code), means);
}

std::string unit::canonical_code() const { return detail::canonical_code(meaning_); }

detail::meaning detail::canonical(const meaning& of) noexcept {
  meaning out;
  out.size = one();
  out.dimensions = of.dimensions;
  out.arbitraries = of.arbitraries;
  out.arbitrary_count = of.arbitrary_count;
  return out;
}

std::string detail::canonical_code(const meaning& of) {
  std::string out;
  for (const auto& each : powers_of(of)) {
    if (!out.empty()) out += '.';
    out += each.code;
    if (each.exponent != 1) out += std::to_string(each.exponent);
  }
  return out.empty() ? "1" : out;
}

bool unit::is_dimensionless() const noexcept {
  return meaning_.arbitrary_count == 0 &&
         std::all_of(meaning_.dimensions.begin(), meaning_.dimensions.end(), [](std::int16_t power) { return power == 0; });
}

result<unit> unit::multiply(const unit& by) const {
  if (is_special() || by.is_special()) return unit_failed(errc::unit_mismatch);
  return parse(as_factor(code_, true) + "." + as_factor(by.code_, false));
}

result<unit> unit::divide(const unit& by) const {
  if (is_special() || by.is_special()) return unit_failed(errc::unit_mismatch);
  return parse(as_factor(code_, true) + "/" + as_factor(by.code_, false));
}

bool is_comparable(const unit& a, const unit& b) noexcept {
  const detail::meaning& x = a.meaning();
  const detail::meaning& y = b.meaning();
  const auto same = [](const detail::arbitrary& p, const detail::arbitrary& q) { return p.row == q.row && p.exponent == q.exponent; };
  return x.dimensions == y.dimensions && x.arbitrary_count == y.arbitrary_count &&
         std::equal(x.arbitraries.begin(), x.arbitraries.begin() + x.arbitrary_count, y.arbitraries.begin(), same);
}

bool is_same(const unit& a, const unit& b) noexcept {
  const detail::meaning& x = a.meaning();
  const detail::meaning& y = b.meaning();
  return is_comparable(a, b) && equal(x.size, y.size) && x.function == y.function && x.prefix_tens == y.prefix_tens &&
         x.prefix_twos == y.prefix_twos;
}

}  // namespace phr::ucum
