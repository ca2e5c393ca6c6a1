#include "fhirpath/value/item_set.hpp"

#include "fhirpath/value/values.hpp"

#include <functional>

namespace phr::fhirpath {

namespace {

constexpr std::size_t of_moments = 1;
constexpr std::size_t of_quantities = 2;
constexpr std::size_t of_elements = 3;

std::size_t of_number(double number) { return std::hash<double>()(number == 0 ? 0 : number) | 4U; }

// The same for items that are equal, but for a quantity beside a number.
std::size_t hash_of(const value& plain) {
  if (const auto* const text = std::get_if<std::string>(&plain)) return std::hash<std::string_view>()(*text) | 4U;
  if (const auto* const whole = std::get_if<std::int64_t>(&plain)) return of_number(decimal::from_int64(*whole).to_double());
  if (const auto* const number = std::get_if<decimal>(&plain)) return of_number(number->to_double());
  if (const auto* const flag = std::get_if<bool>(&plain)) return *flag ? 8 : 16;
  if (std::holds_alternative<moment>(plain)) return of_moments;
  return std::holds_alternative<quantity>(plain) ? of_quantities : of_elements;
}

bool is_number(const value& plain) { return std::holds_alternative<std::int64_t>(plain) || std::holds_alternative<decimal>(plain); }

}  // namespace

result<bool> item_set::is_among(std::size_t hash, const value& plain) {
  const auto [first, last] = by_hash_.equal_range(hash);
  for (auto each = first; each != last; ++each) {
    if (++compared_ > most_comparisons) return error{errc::too_large}.at("more comparisons than allowed");
    if (equal(plain_[each->second], plain).value_or(false)) return true;
  }
  return false;
}

result<bool> item_set::contains(const value& item) {
  const value plain = as_system(item);
  const std::size_t hash = hash_of(plain);
  PHR_TRY(const bool found, is_among(hash, plain));
  if (found) return true;
  if (is_number(plain)) return is_among(of_quantities, plain);
  if (hash != of_quantities) return false;
  for (const value& each : plain_) {
    if (++compared_ > most_comparisons) return error{errc::too_large}.at("more comparisons than allowed");
    if (is_number(each) && equal(each, plain).value_or(false)) return true;
  }
  return false;
}

result<bool> item_set::insert(const value& item) {
  PHR_TRY(const bool known, contains(item));
  if (known) return false;
  plain_.push_back(as_system(item));
  by_hash_.emplace(hash_of(plain_.back()), items_.size());
  items_.push_back(item);
  return true;
}

result<collection> without_repeats(const collection& all) {
  item_set made;
  for (const value& each : all) {
    PHR_TRY(const bool added, made.insert(each));
    (void)added;
  }
  return std::move(made).items();
}

}  // namespace phr::fhirpath
