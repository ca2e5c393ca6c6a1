// The parts of dates and times (https://build.fhir.org/ig/HL7/FHIRPath/#extract-datetime-components).
#include "fhirpath/eval/function_sets.hpp"

namespace phr::fhirpath {

namespace {

using scope = evaluator::scope;

// The Date, DateTime or Time of the input, or of a String of that form; nullopt for none and for another type.
result<std::optional<moment>> moment_of(evaluator& in, const node& at, const collection& input) {
  if (input.empty() || (input.size() == 1 && has_no_value(input[0]))) return std::optional<moment>();
  if (input.size() > 1) return in.wrong(at, "one Date, DateTime or Time");
  value given = as_system(input[0]);
  if (auto* const found = std::get_if<moment>(&given)) return std::optional<moment>(std::move(*found));
  if (const auto* const text = std::get_if<std::string>(&given)) {
    for (const moment_kind kind : {moment_kind::date, moment_kind::date_time, moment_kind::time}) {
      if (auto read = moment::parse(kind, *text)) return std::optional<moment>(std::move(read.value()));
    }
  }
  return std::optional<moment>();
}

// year, month, day, hour, minute, second by their place; nullopt for one that is not given.
std::optional<std::int64_t> part_of(const moment& of, int place) {
  const int first = of.kind() == moment_kind::time ? 3 : 0;
  if (place < first || place >= first + of.given()) return std::nullopt;
  const std::string& text = of.text();
  constexpr std::size_t begins[] = {0, 5, 8, 11, 14, 17};
  const std::size_t from = begins[place] - (first == 3 ? 11 : 0);
  return std::stoll(text.substr(from, place == 0 ? 4 : 2));
}

template <int Place>
result<collection> component(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto of, moment_of(in, at, input));
  const auto made = of ? part_of(*of, Place) : std::nullopt;
  return made ? collection{value(*made)} : collection{};
}

result<collection> millisecond(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto of, moment_of(in, at, input));
  const std::size_t point = of ? of->text().find('.') : std::string::npos;
  if (point == std::string::npos) return collection{};
  std::string digits = of->text().substr(point + 1, 3);
  digits = digits.substr(0, digits.find_first_not_of("0123456789"));
  digits.resize(3, '0');
  return collection{static_cast<std::int64_t>(std::stoll(digits))};
}

// In hours: 10, -7, 8.75.
result<collection> time_zone(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto of, moment_of(in, at, input));
  const auto minutes = of ? of->offset_minutes() : std::nullopt;
  if (!minutes) return collection{};
  PHR_TRY(auto hours, decimal::from_int64(*minutes).divide(decimal::from_int64(60)));
  return collection{std::move(hours)};
}

result<collection> date(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto of, moment_of(in, at, input));
  if (!of || of->kind() == moment_kind::time) return collection{};
  PHR_TRY(auto made, moment::parse(moment_kind::date, std::string_view(of->text()).substr(0, of->text().find('T'))));
  return collection{std::move(made)};
}

result<collection> time(evaluator& in, const node& at, const collection& input, const scope&) {
  PHR_TRY(const auto of, moment_of(in, at, input));
  if (!of || of->kind() != moment_kind::date_time || of->given() < 4) return collection{};
  const std::string_view behind = std::string_view(of->text()).substr(of->text().find('T') + 1);
  PHR_TRY(auto made, moment::parse(moment_kind::time, behind.substr(0, behind.find_first_of("Z+-"))));
  return collection{std::move(made)};
}

constexpr named_function moment_table[] = {
    {"yearOf", 0, 0, component<0>}, {"monthOf", 0, 0, component<1>}, {"dayOf", 0, 0, component<2>}, {"hourOf", 0, 0, component<3>}, {"minuteOf", 0, 0, component<4>},
    {"secondOf", 0, 0, component<5>}, {"millisecondOf", 0, 0, millisecond}, {"timezoneOffsetOf", 0, 0, time_zone}, {"dateOf", 0, 0, date}, {"timeOf", 0, 0, time},
};

}  // namespace

std::span<const named_function> moment_functions() noexcept { return moment_table; }

}  // namespace phr::fhirpath
