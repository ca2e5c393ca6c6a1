#include <phr/fhir/reference.hpp>

#include <gtest/gtest.h>

namespace phr::fhir {
namespace {

struct sample {
  std::string_view text;
  std::string_view base;
  std::string_view type;
  std::string_view id;
  std::string_view version;
  std::string_view fragment;
};

constexpr sample samples[] = {
    {"Patient/p1", "", "Patient", "p1", "", ""},
    {"Patient/p1/_history/3", "", "Patient", "p1", "3", ""},
    {"http://a/b/Patient/p1", "http://a/b/", "Patient", "p1", "", ""},
    {"https://a/Patient/p1/_history/3#c", "https://a/", "Patient", "p1", "3", "c"},
    {"#c", "", "", "", "", "c"},
    {"urn:uuid:c757873d-ec9a-4326-a141-556f43239520", "", "", "", "", ""},
    {"patient/p1", "", "", "", "", ""},
    {"Patient/p_1", "", "", "", "", ""},
    {"Patient", "", "", "", "", ""},
    {"Patient/", "", "", "", "", ""},
    {"a/Patient/p1", "", "", "", "", ""},
    {"/Patient/p1", "", "", "", "", ""},
    {"Patient/p1/_history", "", "", "", "", ""},
    {"Patient?name=a", "", "", "", "", ""},
    {"", "", "", "", "", ""},
};

TEST(SplitReference, FindsThePartsOfRestfulReferencesAndOfNoOthers) {
  for (const sample& each : samples) {
    const auto parts = split_reference(each.text);
    EXPECT_EQ(parts.type ? name(*parts.type) : "", each.type) << each.text;
    EXPECT_EQ(parts.base, each.base) << each.text;
    EXPECT_EQ(parts.id, each.id) << each.text;
    EXPECT_EQ(parts.version, each.version) << each.text;
    EXPECT_EQ(parts.fragment, each.fragment) << each.text;
  }
}

TEST(IsAbsolute, AsksForAScheme) {
  for (const char* yes : {"http://a", "urn:x", "mailto:a", "a+b.c-1:x"}) EXPECT_TRUE(is_absolute(yes)) << yes;
  for (const char* no : {"", "a", "a/b:c", ":a", "1a:b", "#a", "/a"}) EXPECT_FALSE(is_absolute(no)) << no;
}

}  // namespace
}  // namespace phr::fhir
