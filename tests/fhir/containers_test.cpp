// The containers that models are made of.
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace phr::fhir::test {
namespace {

using namespace std::string_literals;

template <class T>
concept lends_from_a_temporary = requires { T().view(); };
template <class T>
concept lends_from_a_variable = requires(const T& it) { it.view(); };
template <class C, class T>
concept may_hold = requires(C it) { it.template as<T>(); };

constexpr std::string_view seven = "sevenls";
constexpr std::string_view eight = "eightlet";

// Copies, moves and assignments of text of every length around the border between in place and on the heap.
class TextOfLength : public testing::TestWithParam<std::size_t> {
 protected:
  const std::string content = std::string(GetParam(), 'x');
};

TEST_P(TextOfLength, KeepsItsBytesThroughCopiesMovesAndAssignments) {
  const text first = content;
  EXPECT_EQ(first.view(), content);
  EXPECT_EQ(first.size(), content.size());
  EXPECT_EQ(first.empty(), content.empty());
  EXPECT_EQ(first.str(), content);

  text copy = first;
  EXPECT_TRUE(copy == first);
  text moved = std::move(copy);
  EXPECT_EQ(moved.view(), content);
  EXPECT_TRUE(copy.empty());  // NOLINT(bugprone-use-after-move): it is absent now

  text target = "what was there before";
  target = first;
  EXPECT_EQ(target.view(), content);
  text other = "x";
  other = std::move(target);
  EXPECT_EQ(other.view(), content);

  text& alias = other;
  other = alias;
  EXPECT_EQ(other.view(), content);
  other = std::move(alias);
  EXPECT_EQ(other.view(), content);

  text swapped = "a longer text than seven bytes";
  swapped.swap(other);
  EXPECT_EQ(swapped.view(), content);
  EXPECT_EQ(other.view(), "a longer text than seven bytes");
  swapped.clear();
  EXPECT_TRUE(swapped.empty());
  EXPECT_EQ(swapped.view(), "");
}

TEST_P(TextOfLength, UsesTheHeapForMoreThanSevenBytesOnly) {
  EXPECT_EQ(text(content).heap_bytes(), content.size() <= 7 ? 0 : content.size());
}

INSTANTIATE_TEST_SUITE_P(Lengths, TextOfLength, testing::Values(0, 1, 6, 7, 8, 9, 16, 4096));

TEST(Text, KeepsEveryByteInPlaceAndOnTheHeap) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one(1, static_cast<char>(byte));
    EXPECT_EQ(text(one).str(), one);
    EXPECT_EQ(text(one + std::string(9, '\0')).str(), one + std::string(9, '\0'));
  }
  EXPECT_EQ(text("\0\0"s).size(), 2U);
}

TEST(Text, IsEqualByContentAndOrderedByBytes) {
  EXPECT_TRUE(text(seven) == text(seven));
  EXPECT_TRUE(text(eight) == text(eight));
  EXPECT_FALSE(text(seven) == text(eight));
  EXPECT_TRUE(text(eight) == eight);
  EXPECT_TRUE(text(eight) == "eightlet");
  EXPECT_TRUE(text(eight) == "eightlet"s);
  EXPECT_TRUE(text() == "");
  EXPECT_FALSE(text("a") == text());
  EXPECT_TRUE(text("abc") < text("abd"));
  EXPECT_TRUE(text("abc") < text("abc and more than seven"));
  EXPECT_TRUE(text("a longer text") < text("b"));
  EXPECT_TRUE(text("\x7F") < text("\xC3\xA4"));
  EXPECT_TRUE(text() < text("a"));
  EXPECT_EQ(text(eight) <=> text(eight), std::strong_ordering::equal);
}

TEST(Text, IsOneWordAndBorrowsFromNoTemporary) {
  static_assert(sizeof(text) == 8 && sizeof(r4::string) == 8);
  static_assert(lends_from_a_variable<text> && !lends_from_a_temporary<text>);
  static_assert(lends_from_a_variable<r4::string> && !lends_from_a_temporary<r4::string>);
  static_assert(std::is_nothrow_move_constructible_v<text> && std::is_nothrow_move_assignable_v<text>);
  static_assert(!std::is_convertible_v<int, r4::string> && !std::is_constructible_v<text, int>);
  static_assert(std::is_convertible_v<const r4::string&, std::string_view>);
}

r4::Quantity quantity(const char* digits, std::string_view unit) {
  r4::Quantity made;
  made.value = r4::decimal::parse(digits).value();
  made.unit = unit;
  return made;
}

TEST(Box, IsAbsentUntilItHasAValueAndCopiesDeeply) {
  box<r4::Quantity> empty;
  EXPECT_FALSE(empty.has_value());
  EXPECT_FALSE(static_cast<bool>(empty));
  EXPECT_EQ(empty.get(), nullptr);
  EXPECT_THROW((void)*empty, std::logic_error);
  EXPECT_THROW((void)empty->unit.empty(), std::logic_error);

  box<r4::Quantity> full = quantity("7.20", "millimetres");
  box<r4::Quantity> copy = full;
  EXPECT_TRUE(copy == full);
  EXPECT_NE(copy.get(), full.get());
  copy->unit = "m";
  EXPECT_EQ(full->unit, "millimetres");
  EXPECT_FALSE(copy == full);
  EXPECT_FALSE(empty == full);
  EXPECT_TRUE(empty == box<r4::Quantity>());

  const r4::Quantity* const address = full.get();
  box<r4::Quantity> moved = std::move(full);
  EXPECT_EQ(moved.get(), address);
  EXPECT_FALSE(full.has_value());  // NOLINT(bugprone-use-after-move)
  full = moved;
  EXPECT_TRUE(full == moved);
  empty = std::move(moved);
  EXPECT_EQ(empty.get(), address);
  box<r4::Quantity>& alias = empty;
  empty = alias;
  EXPECT_EQ(empty.get(), address);
  empty = std::move(alias);
  EXPECT_EQ(empty.get(), address);
  empty.reset();
  EXPECT_FALSE(empty.has_value());
  empty.reset();
  empty = box<r4::Quantity>();
  EXPECT_FALSE(empty.has_value());
}

TEST(Box, EnsureMakesAnEmptyValueOnce) {
  box<r4::Quantity> made;
  r4::Quantity& first = made.ensure();
  EXPECT_TRUE(first == r4::Quantity());
  first.unit = "kg";
  EXPECT_EQ(&made.ensure(), &first);
  EXPECT_EQ(made->unit, "kg");
}

TEST(Box, DoesNotConvertToBoolBySilence) {
  static_assert(sizeof(box<r4::Quantity>) == sizeof(void*));
  static_assert(!std::is_convertible_v<box<r4::Quantity>, bool>);
  static_assert(std::is_nothrow_move_constructible_v<box<r4::Quantity>>);
  static_assert(!std::is_convertible_v<box<r4::Quantity>, box<r4::Period>>);
}

TEST(List, GrowsAndKeepsOrderAcrossManyItems) {
  list<r4::string> many;
  EXPECT_TRUE(many.empty());
  EXPECT_EQ(many.begin(), many.end());
  for (int index = 0; index < 1000; ++index) many.push_back("item number " + std::to_string(index));
  ASSERT_EQ(many.size(), 1000U);
  for (std::size_t index = 0; index < many.size(); ++index) EXPECT_EQ(many[index], "item number " + std::to_string(index));
  EXPECT_EQ(many.front(), "item number 0");
  EXPECT_EQ(many.back(), "item number 999");
  many.push_back(many[0]);  // one of its own while it grows
  EXPECT_EQ(many.back(), "item number 0");
}

TEST(List, ErasesRangesAndClosesTheGap) {
  list<r4::string> items{"a", "b", "a text on the heap", "d", "e"};
  items.erase(1);
  EXPECT_TRUE((items == list<r4::string>{"a", "a text on the heap", "d", "e"}));
  items.erase(0, 2);
  EXPECT_TRUE((items == list<r4::string>{"d", "e"}));
  items.erase(1, 1);
  EXPECT_TRUE((items == list<r4::string>{"d"}));
  items.erase(0, 1);
  EXPECT_TRUE(items.empty());
  EXPECT_TRUE(items == list<r4::string>());
  items.add() = "again";
  items.pop_back();
  EXPECT_TRUE(items.empty());
}

TEST(List, CopiesDeeplyAndMovesWithoutTouchingItems) {
  list<r4::HumanName> names;
  names.add().family = "a family name of some length";
  names[0].given = {"one", "two"};
  names.add().family = "b";
  list<r4::HumanName> copy = names;
  EXPECT_TRUE(copy == names);
  copy[0].given[1] = "three";
  EXPECT_FALSE(copy == names);
  EXPECT_EQ(names[0].given[1], "two");

  const r4::HumanName* const address = names.data();
  list<r4::HumanName> moved = std::move(names);
  EXPECT_EQ(moved.data(), address);
  EXPECT_TRUE(names.empty());  // NOLINT(bugprone-use-after-move)
  copy = moved;
  EXPECT_TRUE(copy == moved);
  list<r4::HumanName>& alias = moved;
  moved = alias;
  EXPECT_EQ(moved.data(), address);
  moved = std::move(alias);
  EXPECT_EQ(moved.data(), address);
  moved.clear();
  EXPECT_TRUE(moved.empty());
  EXPECT_EQ(moved.data(), nullptr);
  EXPECT_FALSE(copy == moved);
}

TEST(List, ChecksIndicesWhereItSaysSo) {
  list<r4::string> items{"only"};
  EXPECT_EQ(items.at(0), "only");
  EXPECT_THROW((void)items.at(1), std::logic_error);
  items.clear();
  EXPECT_THROW((void)items.front(), std::logic_error);
  EXPECT_THROW((void)items.back(), std::logic_error);
  EXPECT_THROW((void)std::as_const(items).at(0), std::logic_error);
}

TEST(List, TakesASpanAndReservesWithoutItems) {
  const std::vector<r4::string> source{"a", "b"};
  const list<r4::string> made{std::span<const r4::string>(source)};
  EXPECT_TRUE((made == list<r4::string>{"a", "b"}));
  list<r4::string> room;
  room.reserve(8);
  EXPECT_TRUE(room.empty());
  const r4::string* const address = room.data();
  for (int index = 0; index < 8; ++index) room.push_back("x");
  EXPECT_EQ(room.data(), address);
  EXPECT_TRUE((list<r4::string>(room) == room));
  static_assert(sizeof(list<r4::HumanName>) == sizeof(void*));
  static_assert(!std::is_convertible_v<std::span<const r4::string>, list<r4::string>>);
}

using any_value = decltype(r4::Extension::value);

template <class T>
void expect_held(const any_value& value, const T& wanted) {
  ASSERT_TRUE(value.template is<T>());
  EXPECT_TRUE(*value.template as<T>() == wanted);
  EXPECT_TRUE(value == any_value(wanted));
  int visits = 0;
  value.visit([&]<class V>(const V& each) {
    ++visits;
    if constexpr (std::is_same_v<V, T>) {
      EXPECT_TRUE(each == wanted);
    } else {
      ADD_FAILURE() << "visited as another type";
    }
  });
  EXPECT_EQ(visits, 1);
}

// The life of a choice that holds a T: copies, moves, and assignments over another type and over itself.
template <class T>
void expect_life(const T& wanted) {
  any_value first = wanted;
  expect_held(first, wanted);
  any_value copy = first;
  expect_held(copy, wanted);
  expect_held(first, wanted);
  any_value moved = std::move(first);
  expect_held(moved, wanted);
  EXPECT_FALSE(first.has_value());  // NOLINT(bugprone-use-after-move)
  any_value target = quantity("1", "something that was there before");
  target = copy;
  expect_held(target, wanted);
  target = r4::string("a text on the heap");
  target = std::move(copy);
  expect_held(target, wanted);
  any_value& alias = target;
  target = alias;
  expect_held(target, wanted);
  target = std::move(alias);
  expect_held(target, wanted);
  target = *target.as<T>();
  expect_held(target, wanted);
  target = any_value();
  EXPECT_FALSE(target.has_value());
  EXPECT_EQ(target.as<T>(), nullptr);
}

TEST(Choice, HoldsTextIntegersAndBooleansInPlace) {
  expect_life(r4::boolean(true));
  expect_life(r4::boolean(false));
  expect_life(r4::integer(-5));
  expect_life(r4::positiveInt(5));
  expect_life(r4::unsignedInt(0));
  expect_life(r4::decimal::parse("7.20").value());
  expect_life(r4::decimal::parse("123456789.123456789").value());
  expect_life(r4::string("short"));
  expect_life(r4::string("a text on the heap"));
  expect_life(r4::markdown("short"));
  expect_life(r4::code("short"));
  expect_life(r4::id("short"));
  expect_life(r4::uri("urn:oid:1.2.3"));
  expect_life(r4::url("http://example.org"));
  expect_life(r4::canonical("http://example.org|1"));
  expect_life(r4::oid("urn:oid:1.2.3"));
  expect_life(r4::uuid("urn:uuid:0"));
  expect_life(r4::base64Binary("AAAA"));
}

TEST(Choice, HoldsMomentsAndStructuresOnTheHeap) {
  expect_life(r4::date::parse("2020-02").value());
  expect_life(r4::dateTime::parse("2020-02-01T10:00:00+01:00").value());
  expect_life(r4::instant::parse("2020-02-01T10:00:00.5Z").value());
  expect_life(r4::time::parse("10:00:00").value());
  expect_life(quantity("7.20", "a unit with a long name"));
  r4::HumanName name;
  name.given = {"a", "a text on the heap"};
  name.sidecar_.ensure(5, 1).id = "x";
  expect_life(name);
  r4::CodeableConcept concept_;
  concept_.coding.add().code = "718-7";
  expect_life(concept_);
}

TEST(Choice, IsAbsentFirstAndAfterReset) {
  any_value value;
  EXPECT_FALSE(value.has_value());
  value.visit([](const auto&) { ADD_FAILURE() << "nothing to visit"; });
  value = quantity("1", "kg");
  value.reset();
  EXPECT_FALSE(value.has_value());
  value.reset();
  EXPECT_TRUE(value == any_value());
}

TEST(Choice, TellsTypesOfTheSameTextApart) {
  const any_value as_string = r4::string("x");
  const any_value as_code = r4::code("x");
  EXPECT_FALSE(as_string == as_code);
  EXPECT_EQ(as_string.as<r4::code>(), nullptr);
  EXPECT_FALSE(as_string == any_value());
  EXPECT_FALSE(any_value(quantity("1.0", "kg")) == any_value(quantity("1.00", "kg")));
}

TEST(Choice, CanBeChangedWhereItStands) {
  any_value value = quantity("1", "kg");
  value.as<r4::Quantity>()->unit = "g";
  EXPECT_EQ(std::as_const(value).as<r4::Quantity>()->unit, "g");
}

TEST(Choice, TakesItsOwnTypesOnly) {
  using deceased = decltype(r4::Patient::deceased);
  static_assert(sizeof(any_value) == 16);
  static_assert(std::is_assignable_v<deceased&, bool> && std::is_assignable_v<deceased&, r4::dateTime>);
  static_assert(!std::is_assignable_v<deceased&, const char*>);  // no pointer becomes `true`
  static_assert(!std::is_assignable_v<deceased&, int>);
  static_assert(!std::is_assignable_v<deceased&, r4::date>);
  static_assert(!std::is_constructible_v<deceased, r4::Quantity>);
  static_assert(may_hold<deceased, r4::boolean> && !may_hold<deceased, r4::Quantity>);
  ASSERT_EQ(deceased::types().size(), 2U);
  EXPECT_EQ(name(deceased::types()[0]), "boolean");
  EXPECT_EQ(name(deceased::types()[1]), "dateTime");
  deceased value = true;
  EXPECT_TRUE(value.as<r4::boolean>()->value());
}

}  // namespace
}  // namespace phr::fhir::test
