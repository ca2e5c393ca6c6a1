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

TEST(Coded, KnowsTheCodesOfItsValueSet) {
  using status = coded<r4::ObservationStatus>;
  const status known = "entered-in-error";
  ASSERT_TRUE(known.is_known());
  EXPECT_EQ(known.value(), r4::ObservationStatus::entered_in_error);
  EXPECT_EQ(known.view(), "entered-in-error");
  EXPECT_TRUE(known == status(r4::ObservationStatus::entered_in_error));
  EXPECT_TRUE(known == r4::ObservationStatus::entered_in_error);
  EXPECT_TRUE(known == "entered-in-error");
  EXPECT_FALSE(known == r4::ObservationStatus::final);
  EXPECT_TRUE(status(r4::ObservationStatus::registered).is_known());  // the enumerator 0
}

TEST(Coded, KeepsUnknownCodesAsTheyAre) {
  using status = coded<r4::ObservationStatus>;
  const status unknown = "a code of no value set";
  EXPECT_FALSE(unknown.is_known());
  EXPECT_FALSE(unknown.empty());
  EXPECT_EQ(unknown.str(), "a code of no value set");
  EXPECT_THROW((void)unknown.value(), std::logic_error);
  const status copy = unknown;  // NOLINT(performance-unnecessary-copy-initialization)
  EXPECT_TRUE(copy == unknown);
  EXPECT_FALSE(copy == status("Final"));
  EXPECT_FALSE(copy == r4::ObservationStatus::final);
  EXPECT_FALSE(status("final") == status("Final"));  // codes are case-sensitive
  const status absent;
  EXPECT_TRUE(absent.empty());
  EXPECT_EQ(absent.view(), "");
  EXPECT_FALSE(absent == r4::ObservationStatus::registered);
  EXPECT_THROW((void)absent.value(), std::logic_error);
  EXPECT_TRUE(status("").empty());
  static_assert(!std::is_convertible_v<status, bool> && !std::is_convertible_v<int, status>);
  static_assert(!std::is_convertible_v<r4::AdministrativeGender, status>);
}

TEST(Boolean, HasThreeStatesAndIsNoCondition) {
  static_assert(!std::is_convertible_v<r4::boolean, bool> && !std::is_constructible_v<bool, r4::boolean>);
  static_assert(std::is_convertible_v<bool, r4::boolean>);
  static_assert(!std::is_convertible_v<int, r4::boolean> && !std::is_convertible_v<const char*, r4::boolean>);
  static_assert(r4::boolean(true).value() && !r4::boolean(false).value());
  static_assert(!r4::boolean().has_value() && r4::boolean().value_or(true) && !r4::boolean(false).value_or(true));
  static_assert(!(r4::boolean() == r4::boolean(false)) && r4::boolean(true) == r4::boolean(true));
  EXPECT_THROW((void)r4::boolean().value(), std::logic_error);
}

TEST(Integer, KnowsItsRangeAndItsSpelling) {
  EXPECT_EQ(r4::integer::parse("-2147483648").value().value(), INT32_MIN);
  EXPECT_EQ(*r4::integer::parse("2147483647").value(), INT32_MAX);
  EXPECT_EQ(*r4::positiveInt::parse("1").value(), 1);
  EXPECT_EQ(*r4::unsignedInt::parse("0").value(), 0);
  for (const char* text : {"2147483648", "-2147483649", "01", "-0", "+1", "1.0", "1e2", "", "-", " 1", "1 "}) {
    ASSERT_FALSE(r4::integer::parse(text)) << text;
    EXPECT_EQ(r4::integer::parse(text).error().code(), errc::malformed_number) << text;
  }
  EXPECT_FALSE(r4::positiveInt::parse("0"));
  EXPECT_FALSE(r4::unsignedInt::parse("-1"));
  const r4::integer absent;
  EXPECT_FALSE(absent.has_value());
  EXPECT_FALSE(absent == r4::integer(0));
  EXPECT_EQ(absent.value_or(7), 7);
  EXPECT_THROW((void)absent.value(), std::logic_error);
  static_assert(!std::is_convertible_v<r4::integer, bool> && !std::is_convertible_v<r4::integer, int>);
  static_assert(!std::is_convertible_v<r4::integer, r4::positiveInt>);
}

TEST(Decimal, KeepsItsDigitsAndRefusesDoubles) {
  for (const char* digits : {"0", "-0", "1.0", "1.00", "1e2", "1E+2", "0.010", "-12.50", "1234567890.0123456789012345678901234567890"}) {
    const auto parsed = r4::decimal::parse(digits);
    ASSERT_TRUE(parsed) << digits;
    EXPECT_EQ(parsed.value().digits(), digits);
  }
  const auto a = r4::decimal::parse("1.0").value();
  const auto b = r4::decimal::parse("1.00").value();
  EXPECT_FALSE(a == b);
  EXPECT_TRUE(a.number() == b.number());
  EXPECT_EQ(r4::decimal(-42).digits(), "-42");
  EXPECT_EQ(r4::decimal(phr::decimal::parse("7.20").value()).digits(), "7.20");
  EXPECT_EQ(r4::decimal::parse("7.25").value().to_double(), 7.25);
  EXPECT_EQ(r4::decimal::parse("01").error().code(), errc::malformed_number);
  EXPECT_EQ(r4::decimal::parse("1e10001").error().code(), errc::malformed_number);
  EXPECT_EQ(r4::decimal::parse(std::string(1001, '1')).error().code(), errc::too_large);
  const r4::decimal absent;
  EXPECT_FALSE(absent.has_value());
  EXPECT_EQ(absent.digits(), "");
  EXPECT_THROW((void)absent.number(), std::logic_error);
  static_assert(!std::is_constructible_v<r4::decimal, double> && !std::is_convertible_v<double, r4::decimal>);
  static_assert(!std::is_assignable_v<r4::decimal&, float> && !std::is_assignable_v<r4::decimal&, bool>);
  static_assert(!std::is_convertible_v<const char*, r4::decimal> && !std::is_convertible_v<r4::decimal, double>);
  static_assert(std::is_convertible_v<int, r4::decimal> && sizeof(r4::decimal) == 8);
}

TEST(Moments, AreParsedByTheirOwnTypes) {
  EXPECT_EQ(r4::date::parse("2020-02").value()->to_string(), "2020-02");
  EXPECT_FALSE(r4::date::parse("2020-02-01T10:00:00Z"));
  EXPECT_TRUE(r4::dateTime::parse("2020-02-01T10:00:00Z"));
  EXPECT_FALSE(r4::instant::parse("2020-02-01"));
  EXPECT_FALSE(r4::date::parse("2021-02-29"));
  EXPECT_TRUE(r4::time::parse("23:59:60"));
  EXPECT_EQ(r4::date::parse("x").error().code(), errc::malformed_date);
  EXPECT_FALSE(r4::date() == r4::date(date_time()));
  static_assert(!std::is_convertible_v<r4::date, r4::dateTime> && !std::is_convertible_v<const char*, r4::date>);
}

TEST(Sidecar, FindsElementsByFieldAndIndex) {
  sidecar beside;
  EXPECT_TRUE(beside.empty());
  EXPECT_EQ(beside.find(3), nullptr);
  EXPECT_EQ(beside.extent(3), 0U);
  EXPECT_EQ(beside.heap_bytes(), 0U);
  beside.ensure(7, 2).id = "seven-two";
  beside.ensure(3).id = "three";
  beside.ensure(7, 0).id = "seven-zero";
  beside.ensure(9, 1).id = "nine-one";
  EXPECT_EQ(beside.find(3)->id, "three");
  EXPECT_EQ(beside.find(7, 0)->id, "seven-zero");
  EXPECT_EQ(beside.find(7, 1), nullptr);
  EXPECT_EQ(beside.find(7, 2)->id, "seven-two");
  EXPECT_EQ(beside.find(8), nullptr);
  EXPECT_EQ(beside.extent(3), 1U);
  EXPECT_EQ(beside.extent(7), 3U);
  EXPECT_EQ(beside.extent(9), 2U);
  EXPECT_EQ(beside.extent(4), 0U);
  EXPECT_TRUE(beside.has_any(9));
  EXPECT_FALSE(beside.has_any(8));
  EXPECT_EQ(&beside.ensure(3), beside.find(3));
  EXPECT_GT(beside.heap_bytes(), 0U);
}

TEST(Sidecar, CopiesDeeplyComparesAndErases) {
  sidecar beside;
  beside.ensure(1).id = "one";
  beside.ensure(2, 4).extension.add().url = "http://example.org";
  sidecar copy = beside;
  EXPECT_TRUE(copy == beside);
  copy.ensure(1).id = "another";
  EXPECT_FALSE(copy == beside);
  EXPECT_EQ(beside.find(1)->id, "one");
  copy = beside;
  sidecar& alias = copy;
  copy = alias;
  EXPECT_TRUE(copy == beside);
  sidecar moved = std::move(copy);
  EXPECT_TRUE(moved == beside);
  EXPECT_TRUE(copy.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_FALSE(copy == beside);
  EXPECT_TRUE(copy == sidecar());
  moved.erase(1, 5);
  EXPECT_TRUE(moved == beside);
  moved.erase(1);
  EXPECT_FALSE(moved.has_any(1));
  moved.erase_field(2);
  EXPECT_TRUE(moved.empty());
  moved.erase_field(2);
  moved.erase(2, 4);
  EXPECT_TRUE(moved == sidecar());
}

r4::Observation glucose() {
  return {
      .id = "g1",
      .status = r4::ObservationStatus::final,
      .code = r4::CodeableConcept{.coding = {{.system = "http://loinc.org", .code = "15074-8"}}, .text = "Glucose"},
      .subject = r4::Reference{.reference = "Patient/example-of-some-length"},
      .effective = r4::dateTime::parse("2013-04-02T09:30:10+01:00").value(),
      .value = quantity("6.30", "mmol/l"),
      .note = {{.text = "fasting"}},
  };
}

TEST(Structure, IsMadeByDesignatedInitialisers) {
  const r4::Observation made = glucose();
  EXPECT_EQ(made.code->coding[0].code, "15074-8");
  EXPECT_EQ(made.value.as<r4::Quantity>()->value.digits(), "6.30");
  EXPECT_EQ(made.status, r4::ObservationStatus::final);
  EXPECT_TRUE(made.component.empty());
  static_assert(std::is_aggregate_v<r4::Observation> && std::is_aggregate_v<r4::Patient::Contact>);
  static_assert(std::is_nothrow_move_constructible_v<r4::Observation>);
}

TEST(Structure, CopiesDeeplyAndComparesEveryElement) {
  const r4::Observation first = glucose();
  const auto differs = [&](auto&& change) {
    r4::Observation other = first;
    EXPECT_TRUE(other == first);
    change(other);
    return !(other == first) && glucose() == first;
  };
  EXPECT_TRUE(differs([](auto& it) { it.id = "g2"; }));
  EXPECT_TRUE(differs([](auto& it) { it.status = "another"; }));
  EXPECT_TRUE(differs([](auto& it) { it.status = {}; }));
  EXPECT_TRUE(differs([](auto& it) { it.code->coding[0].userSelected = false; }));
  EXPECT_TRUE(differs([](auto& it) { it.code->coding.clear(); }));
  EXPECT_TRUE(differs([](auto& it) { it.subject.reset(); }));
  EXPECT_TRUE(differs([](auto& it) { it.effective = r4::instant::parse("2013-04-02T09:30:10+01:00").value(); }));
  EXPECT_TRUE(differs([](auto& it) { it.value.template as<r4::Quantity>()->value = r4::decimal::parse("6.3").value(); }));
  EXPECT_TRUE(differs([](auto& it) { it.value.reset(); }));
  EXPECT_TRUE(differs([](auto& it) { it.note[0].text.clear(); }));
  EXPECT_TRUE(differs([](auto& it) { it.note.add(); }));
  EXPECT_TRUE(differs([](auto& it) { it.contained.push_back(r4::Patient{}); }));
  EXPECT_TRUE(differs([](auto& it) { it.sidecar_.ensure(11).id = "x"; }));
  EXPECT_TRUE(differs([](auto& it) { it.note[0].sidecar_.ensure(4).id = "x"; }));
}

TEST(AnyResource, HoldsOneOfAnyTypeAndCopiesDeeply) {
  any_resource empty;
  EXPECT_FALSE(empty.has_value());
  EXPECT_EQ(empty.type(), resource_type{});
  EXPECT_EQ(empty.structure(), nullptr);
  EXPECT_EQ(empty.as<r4::Patient>(), nullptr);

  any_resource first = glucose();
  EXPECT_TRUE(static_cast<bool>(first));
  EXPECT_EQ(first.type(), resource_type::Observation);
  EXPECT_EQ(first.structure(), &r4::Observation::structure_);
  EXPECT_EQ(first.as<r4::Patient>(), nullptr);
  ASSERT_NE(first.as<r4::Observation>(), nullptr);
  EXPECT_TRUE(*first.as<r4::Observation>() == glucose());
  EXPECT_EQ(first.object(), first.as<r4::Observation>());

  any_resource copy = first;
  EXPECT_TRUE(copy == first);
  copy.as<r4::Observation>()->id = "another";
  EXPECT_FALSE(copy == first);
  EXPECT_EQ(first.as<r4::Observation>()->id, "g1");
  EXPECT_FALSE(first == any_resource(r4::Patient{}));
  EXPECT_FALSE(first == empty);
  EXPECT_TRUE(empty == any_resource());

  copy = first;
  any_resource& alias = copy;
  copy = alias;
  EXPECT_TRUE(copy == first);
  copy = std::move(alias);
  EXPECT_TRUE(copy == first);
  const void* const address = copy.object();
  any_resource moved = std::move(copy);
  EXPECT_EQ(moved.object(), address);
  EXPECT_FALSE(copy.has_value());  // NOLINT(bugprone-use-after-move)
  moved = r4::Patient{.gender = "male"};
  EXPECT_EQ(moved.as<r4::Patient>()->gender, r4::AdministrativeGender::male);
  moved.reset();
  EXPECT_FALSE(moved.has_value());
  moved.reset();
  EXPECT_TRUE(any_resource(r4::Patient::structure_) == any_resource(r4::Patient{}));
}

TEST(AnyResource, TakesResourcesOnly) {
  static_assert(resource<r4::Patient> && !resource<r4::Quantity> && !resource<r4::Patient::Contact>);
  static_assert(!std::is_constructible_v<any_resource, r4::Quantity>);
  static_assert(!std::is_convertible_v<any_resource, bool>);
  static_assert(!std::is_convertible_v<const structure&, any_resource>);
  static_assert(sizeof(any_resource) == 16);
}

}  // namespace
}  // namespace phr::fhir::test
