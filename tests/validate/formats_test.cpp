#include "validate/formats.hpp"

#include <gtest/gtest.h>

#include <string>

namespace phr::validate {
namespace {

using fhir::element_kind;

struct sample {
  element_kind kind;
  const char* text;
  bool matches;
};

// https://hl7.org/fhir/R4/datatypes.html#primitive
constexpr sample samples[] = {
    {element_kind::id, "a-1.B", true},
    {element_kind::id, "", false},
    {element_kind::id, "a_b", false},
    {element_kind::id, "a/b", false},
    {element_kind::id, "1234567890123456789012345678901234567890123456789012345678901234", true},
    {element_kind::id, "12345678901234567890123456789012345678901234567890123456789012345", false},
    {element_kind::uri, "urn:x", true},
    {element_kind::uri, "", true},
    {element_kind::uri, "a b", false},
    {element_kind::url, "http://a\tb", false},
    {element_kind::canonical, "http://a|1", true},
    {element_kind::code, "a b", true},
    {element_kind::code, "a  b", false},
    {element_kind::code, " a", false},
    {element_kind::code, "a ", false},
    {element_kind::code, "a\tb", true},
    {element_kind::string, "line\nline", true},
    {element_kind::string, "a\x01", false},
    {element_kind::string, " \t ", false},
    {element_kind::markdown, "# a\r\n", true},
    {element_kind::oid, "urn:oid:1.2.3", true},
    {element_kind::oid, "urn:oid:1.02.3", false},
    {element_kind::oid, "urn:oid:3.1", false},
    {element_kind::oid, "urn:oid:1", false},
    {element_kind::oid, "urn:oid:1.", false},
    {element_kind::oid, "urn:oid:0.0", true},
    {element_kind::oid, "1.2.3", false},
    {element_kind::uuid, "urn:uuid:c757873d-ec9a-4326-a141-556f43239520", true},
    {element_kind::uuid, "urn:uuid:C757873D-ec9a-4326-a141-556f43239520", false},
    {element_kind::uuid, "urn:uuid:c757873d-ec9a-4326-a141-556f4323952", false},
    {element_kind::uuid, "c757873d-ec9a-4326-a141-556f43239520", false},
    {element_kind::base64Binary, "AAAA", true},
    {element_kind::base64Binary, "AAAA BBB=\n", true},
    {element_kind::base64Binary, "AAA", false},
    {element_kind::base64Binary, "AA AA", false},
    {element_kind::base64Binary, "A=AA", false},
    {element_kind::base64Binary, "A===", false},
    {element_kind::base64Binary, "AA.A", false},
};

TEST(Formats, AreThoseOfTheSpecification) {
  for (const sample& each : samples) EXPECT_EQ(matches(each.kind, each.text), each.matches) << fhir::name(each.kind) << ' ' << each.text;
}

TEST(Formats, AnyByteMayBeInTheTextOfAUriButWhiteSpace) {
  for (int c = 1; c < 256; ++c) {
    const bool space = c == ' ' || (c >= 9 && c <= 13);
    EXPECT_EQ(matches(element_kind::uri, std::string("a") + static_cast<char>(c)), !space) << c;
  }
}

}  // namespace
}  // namespace phr::validate
