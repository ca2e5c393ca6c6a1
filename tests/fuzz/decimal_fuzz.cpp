// Two numbers, parted by a space: text kept, order, exact sums, doubles against the C library.
#include <fuzz/fuzz.hpp>

#include <phr/core/decimal.hpp>

#include <cstring>
#include <string>

using phr::decimal;
using phr::fuzz::require;

namespace {

void check_one(const decimal& a, std::string_view text) {
  require(a.to_string() == text);
  require(a.identical(a) && a == a);
  require(decimal::parse(a.to_string()).value().identical(a));
  require(a.negate().negate() == a);
  require(a.is_zero() ? a.negate() == a : (a.negate() < a) != a.is_negative());
  require(a.significant_digits() >= 1);
  const double nearest = std::strtod(a.to_string().c_str(), nullptr);
  const double found = a.to_double();
  require(std::memcmp(&found, &nearest, sizeof found) == 0);  // the sign of a zero counts
  const auto range = a.implied_range();
  require(range.low < range.high);
  require(range.low <= a && a < range.high);
  require(range.low.scale() == a.scale() + 1 && range.high.scale() == a.scale() + 1);
}

void check_two(const decimal& a, const decimal& b) {
  require((a <=> b) == (0 <=> (b <=> a)));
  require((a == b) == (b == a));
  if (a.identical(b)) require(a == b);
  if (a < b) {
    require(a.to_double() <= b.to_double());
    require(b.negate() < a.negate());
  }
  const auto sum = a.add(b);
  const auto other = b.add(a);
  require(sum.has_value() == other.has_value());
  const auto is_moderate = [](const decimal& x) {
    return x.to_string().size() < 400 && x.scale() > -200 && x.scale() < 200;
  };
  if (is_moderate(a) && is_moderate(b)) require(sum.has_value());
  if (!sum) return;
  require(sum.value().identical(other.value()));
  require(decimal::parse(sum.value().to_string()).value() == sum.value());
  if (const auto back = sum.value().subtract(b)) require(back.value() == a);
  if (const auto difference = a.subtract(b)) {
    require(difference.value().is_zero() == (a == b));
    require(difference.value().is_negative() == (a < b));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = phr::fuzz::as_text(data, size);
  const std::size_t space = text.find(' ');
  const auto a = decimal::parse(text.substr(0, space));
  if (!a) return 0;
  check_one(a.value(), text.substr(0, space));
  if (space == std::string_view::npos) return 0;
  const auto b = decimal::parse(text.substr(space + 1));
  if (!b) return 0;
  check_one(b.value(), text.substr(space + 1));
  check_two(a.value(), b.value());
  return 0;
}
