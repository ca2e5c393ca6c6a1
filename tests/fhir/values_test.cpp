// Codes, numbers, moments, what stands beside primitives, structures and resources of any type.
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

constexpr std::string_view seven = "sevenls";

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
  const r4::decimal integral = -42;
  EXPECT_EQ(integral.digits(), "-42");
  const r4::decimal number = phr::decimal::parse("7.20").value();
  EXPECT_EQ(number.digits(), "7.20");
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
      .value = r4::Quantity{.value = r4::decimal::parse("6.30").value(), .unit = "mmol/l"},
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
