// Primitives from their text.
#include <phr/fhir/primitives.hpp>

#include <charconv>

namespace phr::fhir::r4 {

static_assert(sizeof(void*) != 8 || sizeof(date) == date::presence_offset + 8);
static_assert(sizeof(integer) == 8 && sizeof(boolean) == 1 && sizeof(decimal) == 8);

namespace {

// https://hl7.org/fhir/R4/datatypes.html#primitive: 0, or digits that do not begin with 0, with a sign where allowed.
result<std::int32_t> parse_integer(std::string_view characters, std::int32_t least) noexcept {
  const std::string_view digits = characters.starts_with('-') ? characters.substr(1) : characters;
  std::int32_t value = 0;
  const auto read = std::from_chars(characters.data(), characters.data() + characters.size(), value);
  const bool padded = digits.size() > 1 && digits[0] == '0';
  if (read.ec != std::errc{} || read.ptr != characters.data() + characters.size() || padded || characters == "-0" || value < least) {
    return error{errc::malformed_number}.at("an integer");
  }
  return value;
}

}  // namespace

template <>
result<integer> integer::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_integer(characters, INT32_MIN));
  return integer(value);
}
template <>
result<positiveInt> positiveInt::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_integer(characters, 1));
  return positiveInt(value);
}
template <>
result<unsignedInt> unsignedInt::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_integer(characters, 0));
  return unsignedInt(value);
}
template <>
result<date> date::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_date(characters));
  return date(value);
}
template <>
result<dateTime> dateTime::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_date_time(characters));
  return dateTime(value);
}
template <>
result<instant> instant::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_instant(characters));
  return instant(value);
}
template <>
result<time> time::parse(std::string_view characters) noexcept {
  PHR_TRY(const auto value, parse_time(characters));
  return time(value);
}

result<decimal> decimal::parse(std::string_view json_number) {
  PHR_TRY(const auto number, phr::decimal::parse(json_number));
  return decimal(number);
}

phr::decimal decimal::number() const {
  if (!has_value()) [[unlikely]] read_of_absent_element();
  return phr::decimal::parse(digits_.view()).value();  // it was one when it came in
}

}  // namespace phr::fhir::r4
