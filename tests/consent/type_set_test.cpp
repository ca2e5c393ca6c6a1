#include <phr/consent/decision.hpp>
#include <phr/fhir/resource_type.hpp>

#include <gtest/gtest.h>

namespace {

using phr::consent::type_set;
using phr::fhir::resource_type;

constexpr type_set of(resource_type type) {
  type_set out;
  out.insert(type);
  return out;
}

static_assert(type_set{}.empty());
static_assert(!of(resource_type::Observation).contains(resource_type::Patient));
static_assert((of(resource_type::Account) | of(resource_type::VisionPrescription)).contains(resource_type::Account));
static_assert((~of(resource_type::Patient) & of(resource_type::Patient)).empty());
static_assert(!phr::consent::decision{}.permit, "denies by default");
static_assert(phr::consent::decision::for_owner().permit);

TEST(TypeSet, HoldsEveryTypeByItself) {
  for (int i = 1; i <= phr::fhir::resource_type_count; ++i) {
    const auto type = static_cast<resource_type>(i);
    for (int k = 1; k <= phr::fhir::resource_type_count; ++k) {
      ASSERT_EQ(of(type).contains(static_cast<resource_type>(k)), i == k);
    }
    ASSERT_TRUE(type_set::all().contains(type));
  }
}

}  // namespace
