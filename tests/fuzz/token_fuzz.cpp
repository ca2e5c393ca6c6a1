// A question to a store of 6,000 resources, who asks it, and a place in its answer to go on from: any text; one that was given out, changed or
// not; or one that is sealed as it should be, of any numbers, as whoever has the key could make. The answer is a page of what this asker
// may see, and no more than a page holds, or it is the error of a place that is none. What was given out goes on where it was.
#include "fuzz/token/input.hpp"
#include "fuzz/token/question.hpp"

#include "store/search/walk/order.hpp"

#include <fuzz/fuzz.hpp>

#include <array>
#include <bit>

namespace {

using namespace phr::fuzz;
namespace storage = phr::storage;

constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

// One question of one asker.
struct asking {
  asker who;
  std::size_t nth;

  [[nodiscard]] const question& asked() const { return questions()[nth]; }
  [[nodiscard]] phr::gate::door& in() const { return world::only().door_of(who); }
  [[nodiscard]] const told& known() const { return told_to(who, nth); }
  [[nodiscard]] std::string seal(std::string_view place) const { return in().places().seal(asked().sealed_as, place).value(); }
};

asking taken_from(input& from) {
  const std::size_t nth = from.below(questions().size());
  return {static_cast<asker>(from.below(askers)), nth};
}

answer checked_page(const asking& of, const std::string& place) {
  answer got = of.asked().page(of.in(), place);
  const told& known = of.known();
  if (got.refused) {
    require(got.refused == of.asked().no_place || got.refused == known.whole.refused);
    return got;
  }
  require(!known.whole.refused && got.given.size() <= of.asked().most);
  std::set<std::string_view> given;
  for (const std::string& each : got.given) require(known.matches.contains(each) && given.insert(each).second);
  for (const std::string& each : got.beside) require(known.all.contains(each) && given.insert(each).second);
  return got;
}

// What an accepted place leads to can be gone on from.
void check_page(const asking& of, const std::string& place) {
  const answer got = checked_page(of, place);
  if (!got.next.empty()) require(!checked_page(of, got.next).refused);
}

// Changes bytes, adds to them and takes away, as long as there is input.
std::string edited(std::string text, input& how, bool as_digits) {
  while (!how.is_over()) {
    const std::uint8_t at = how.byte();
    const std::uint8_t raw = how.byte();
    const char with = as_digits && raw < 192 ? digits[raw % digits.size()] : static_cast<char>(raw);
    if (at == 255) text.push_back(with);
    else if (at == 254 && !text.empty()) text.pop_back();
    else if (!text.empty()) text[at % text.size()] = with;
  }
  return text;
}

// The pages that an asker got before one, and went on from: 0 where there is none.
std::size_t page_behind(const told& known, std::string_view place) {
  for (std::size_t nth = 0; nth + 1 < known.pages.size(); ++nth) {
    if (known.pages[nth].next == place) return nth + 1;
  }
  return 0;
}

// A place that was given out to this or another asker, for this or another question.
void check_given(const asking& of, input& how) {
  const asking giver = how.below(2) == 0 ? of : taken_from(how);
  const auto& pages = giver.known().pages;
  const std::string& genuine = pages[how.below(pages.size())].next;
  if (genuine.empty()) return;
  const std::string place = edited(genuine, how, true);
  if (place.empty()) return;
  if (const std::size_t behind = page_behind(of.known(), place)) {
    require(checked_page(of, place) == of.known().pages[behind]);
    return;
  }
  const bool is_of_another = giver.who != of.who || giver.asked().sealed_as != of.asked().sealed_as;
  const bool is_refused = checked_page(of, place).refused.has_value();
  require(is_refused || (!is_of_another && place == genuine));
}

storage::sort_value any_value(input& from) {
  switch (from.below(4)) {
    case 0: return {};
    case 1: return from.number();
    case 2: return from.below(2) == 0 ? static_cast<double>(from.number()) : std::bit_cast<double>(from.whole(8));
    default: return std::string(from.bytes(from.byte()));
  }
}

// A position as the question gives out to its owner, with some of it, or all, as it may come.
std::string any_position(const asking& of, input& from) {
  const asking owner{asker::owner, of.nth};
  auto made = storage::page_position_of(owner.in().places().open(of.asked().sealed_as, owner.known().pages.front().next).value()).value();
  const std::uint8_t other = from.byte();
  if ((other & 1) != 0) made.way = std::string_view("kvsc")[from.below(4)];
  if ((other & 2) != 0) made.driver = static_cast<std::size_t>(from.number());
  if ((other & 4) != 0) made.type = static_cast<int>(from.number());
  if ((other & 8) != 0) made.row.values.resize(from.below(5));
  made.row.key = from.number();
  made.row.place = from.number();
  for (storage::sort_value& each : made.row.values) each = any_value(from);
  return storage::to_bytes(made);
}

std::string any_numbers(std::size_t many, input& from) {
  std::array<std::int64_t, 3> made{};
  for (std::size_t nth = 0; nth < many; ++nth) made.at(nth) = from.number();
  return {reinterpret_cast<const char*>(made.data()), many * sizeof made.front()};
}

// The bytes of a place that was given out, changed, and sealed again.
void check_resealed(const asking& of, input& how) {
  const auto& pages = of.known().pages;
  const std::string& genuine = pages[how.below(pages.size())].next;
  if (genuine.empty()) return;
  check_page(of, of.seal(edited(of.in().places().open(of.asked().sealed_as, genuine).value(), how, false)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input from(as_text(data, size));
  const asking of = taken_from(from);
  switch (from.below(5)) {
    case 0: check_page(of, std::string(from.rest())); break;
    case 1: check_given(of, from); break;
    case 2: check_page(of, of.seal(of.asked().numbers == 0 ? any_position(of, from) : any_numbers(of.asked().numbers, from))); break;
    case 3: check_resealed(of, from); break;
    default: check_page(of, of.seal(from.rest())); break;
  }
  return 0;
}
