// FHIR XML beside the same as JSON, and what is refused: code, line, column and path.
#include "issues.hpp"

#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/r4/data_types.hpp>
#include <phr/fhir/r4/observation.hpp>
#include <phr/fhir/r4/patient.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace phr::fhir::test {
namespace {

using enum errc;

// `inner` in a Patient of FHIR's namespace, which takes the first 37 columns.
std::string patient(const std::string& inner) { return "<Patient xmlns=\"http://hl7.org/fhir\">" + inner + "</Patient>"; }

struct pair {
  std::string xml;
  const char* json;
};
std::ostream& operator<<(std::ostream& out, const pair& each) { return out << each.xml; }

class XmlPair : public testing::TestWithParam<pair> {};

TEST_P(XmlPair, IsTheSameModelAsItsJson) {
  xml_decoder decoder;
  const auto of_xml = decoder.decode(GetParam().xml);
  ASSERT_TRUE(of_xml) << testing::PrintToString(issues_of(decoder));
  EXPECT_EQ(json_encode(of_xml.value()), GetParam().json);
  const auto of_json = json_decode(GetParam().json);
  ASSERT_TRUE(of_json);
  EXPECT_TRUE(of_xml.value() == of_json.value());
  const auto written = xml_encode(of_json.value());
  ASSERT_TRUE(written);
  EXPECT_TRUE(xml_decode(written.value()).value() == of_xml.value()) << written.value();
}

INSTANTIATE_TEST_SUITE_P(Elements, XmlPair, testing::Values(
    pair{"<Patient xmlns='http://hl7.org/fhir'/>", R"({"resourceType":"Patient"})"},
    pair{"\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<!-- a --><?b c?>\n" + patient("\n\t<!-- d --><?e f?> <id value=\"a\"/>\r\n"),
         R"({"resourceType":"Patient","id":"a"})"},
    pair{"<?xml version='1.0' encoding='US-ASCII'?>" + patient("<id value='a'/>"), R"({"resourceType":"Patient","id":"a"})"},
    pair{"<f:Patient xmlns:f='http://hl7.org/fhir' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:schemaLocation='a b'>"
         "<f:active value='true'/></f:Patient>", R"({"resourceType":"Patient","active":true})"},
    pair{patient("<name id='n'><family value='a'/><given value='b'/><given value='c'/></name><name><text value='d'/></name>"),
         R"({"resourceType":"Patient","name":[{"id":"n","family":"a","given":["b","c"]},{"text":"d"}]})"},
    pair{patient("<name><given value='a'/><given id='x'><extension url='u'><valueCode value='v'/></extension></given><given id='y' value='b'/></name>"),
         R"({"resourceType":"Patient","name":[{"given":["a",null,"b"],"_given":[null,{"id":"x","extension":[{"url":"u","valueCode":"v"}]},{"id":"y"}]}]})"},
    pair{patient("<gender value='male'/><birthDate value='1970-03'><extension url='u'><valueDateTime value='1970-03-30T01:02:03+01:00'/></extension></birthDate>"
                 "<deceasedBoolean value='false'/><multipleBirthInteger value='-2'/>"),
         R"({"resourceType":"Patient","gender":"male","birthDate":"1970-03","_birthDate":{"extension":[{"url":"u","valueDateTime":"1970-03-30T01:02:03+01:00"}]},"deceasedBoolean":false,"multipleBirthInteger":-2})"},
    pair{patient("<deceasedDateTime><extension url='u'><valueString value='x'/></extension></deceasedDateTime>"),
         R"({"resourceType":"Patient","_deceasedDateTime":{"extension":[{"url":"u","valueString":"x"}]}})"},
    pair{patient("<extension id='i' url='u'><extension url='v'><valueQuantity><value value='7.20'/></valueQuantity></extension></extension>"),
         R"({"resourceType":"Patient","extension":[{"id":"i","extension":[{"url":"v","valueQuantity":{"value":7.20}}],"url":"u"}]})"},
    pair{patient("<contained><Observation><id value='o'/><valueTime value='10:11:12'/></Observation></contained>"
                 "<contained><Patient><id value='p'/></Patient></contained>"),
         R"({"resourceType":"Patient","contained":[{"resourceType":"Observation","id":"o","valueTime":"10:11:12"},{"resourceType":"Patient","id":"p"}]})"},
    pair{"<Bundle xmlns='http://hl7.org/fhir'><type value='collection'/><total value='1'/><entry><resource><Patient/></resource></entry></Bundle>",
         R"({"resourceType":"Bundle","type":"collection","total":1,"entry":[{"resource":{"resourceType":"Patient"}}]})"}));

INSTANTIATE_TEST_SUITE_P(Characters, XmlPair, testing::Values(
    pair{patient("<name><text value='&amp;&lt;&gt;&quot;&apos;&#9;&#10;&#13;&#x1F600;\xC3\xA9'/></name>"),
         R"({"resourceType":"Patient","name":[{"text":"&<>\"'\t\n\r)" "\xF0\x9F\x98\x80\xC3\xA9" R"("}]})"},
    pair{patient("<name><text value='a\r\n\tb'/></name>"), R"({"resourceType":"Patient","name":[{"text":"a  b"}]})"},
    pair{patient("<photo><data value='QUJD\nREVG'/></photo>"), R"({"resourceType":"Patient","photo":[{"data":"QUJD REVG"}]})"},
    pair{patient("<name><text value=' a '/></name>"), R"({"resourceType":"Patient","name":[{"text":" a "}]})"}));

constexpr const char* space = "http://www.w3.org/1999/xhtml";
std::string narrative(const std::string& div) { return patient("<text><status value='generated'/>" + div + "</text>"); }

INSTANTIATE_TEST_SUITE_P(Narratives, XmlPair, testing::Values(
    pair{narrative("<div  xmlns='http://www.w3.org/1999/xhtml' ><p\nid = 'a'>b &amp; &#160;<br/><!-- c --><![CDATA[<d>]]></p> </div>"),
         R"({"resourceType":"Patient","text":{"status":"generated","div":"<div  xmlns='http://www.w3.org/1999/xhtml' ><p\nid = 'a'>b &amp; &#160;<br/><!-- c --><![CDATA[<d>]]></p> </div>"}})"},
    pair{narrative("<div xmlns='http://www.w3.org/1999/xhtml'/>"),
         R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml'/>"}})"},
    pair{narrative("<div xmlns='http://www.w3.org/1999/xhtml' xmlns:x='urn:x'><a x:b='1' xml:lang='en'/></div>"),
         R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns='http://www.w3.org/1999/xhtml' xmlns:x='urn:x'><a x:b='1' xml:lang='en'/></div>"}})"},
    pair{narrative("<h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:p h2='&lt;' xml:lang='en'>a&lt;&amp;<!-- c --><h:br/></h:p></h:div>"),
         R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p h2=\"&lt;\" xml:lang=\"en\">a&lt;&amp;<br/></p></div>"}})"},
    pair{"<f:Patient xmlns:f='http://hl7.org/fhir' xmlns='http://www.w3.org/1999/xhtml'><f:text><div>a</div></f:text></f:Patient>",
         R"({"resourceType":"Patient","text":{"div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"}})"}));

// A text that a strict reading refuses with its first issue and a lenient one takes with all of them.
struct defect {
  std::string text;
  issues found;
  const char* kept;
};
std::ostream& operator<<(std::ostream& out, const defect& each) { return out << each.text; }

class XmlMendable : public testing::TestWithParam<defect> {};

TEST_P(XmlMendable, EndsAStrictReadingAtItsPlace) {
  const defect& given = GetParam();
  xml_decoder decoder;
  const auto read = decoder.decode(given.text);
  ASSERT_FALSE(read);
  EXPECT_EQ(issues_of(decoder), issues{given.found.front()});
  EXPECT_EQ(read.error().code(), given.found.front().code);
  EXPECT_EQ(read.error().line(), given.found.front().line);
  EXPECT_EQ(read.error().column(), given.found.front().column);
  EXPECT_FALSE(read.error().place().empty());
}

TEST_P(XmlMendable, IsAnIssueOfALenientReadingThatKeepsTheRest) {
  const defect& given = GetParam();
  xml_decoder decoder;
  const auto read = decoder.decode(given.text, {.lenient = true});
  ASSERT_TRUE(read) << testing::PrintToString(issues_of(decoder));
  EXPECT_EQ(issues_of(decoder), given.found);
  EXPECT_EQ(json_encode(read.value()), given.kept);
}

constexpr const char* only_type = R"({"resourceType":"Patient"})";

INSTANTIATE_TEST_SUITE_P(Names, XmlMendable, testing::Values(
    defect{patient("<x><y z='1'>text</y></x><id value='a'/>"), {{unknown_element, "Patient", 1, 38}}, R"({"resourceType":"Patient","id":"a"})"},
    defect{patient("\n <id xmlns='urn:other' value='a'/>"), {{unknown_element, "Patient", 2, 2}}, only_type},
    defect{patient("<deceased value='true'/>"), {{unknown_element, "Patient", 1, 38}}, only_type},
    defect{patient("<name><id value='a'/><family value='b'/></name>"), {{unknown_element, "Patient.name[0]", 1, 44}},
           R"({"resourceType":"Patient","name":[{"family":"b"}]})"},
    defect{patient("<extension url='u'><url value='a'/></extension>"), {{unknown_element, "Patient.extension[0]", 1, 57}},
           R"({"resourceType":"Patient","extension":[{"url":"u"}]})"},
    defect{patient("<active value='true'><x/></active>"), {{unknown_element, "Patient.active", 1, 59}}, R"({"resourceType":"Patient","active":true})"},
    defect{patient("<active value='true' x='1'/>"), {{unknown_element, "Patient.active", 1, 38}}, R"({"resourceType":"Patient","active":true})"},
    defect{patient("<name value='a'><family value='b'/></name>"), {{unknown_element, "Patient.name[0]", 1, 38}},
           R"({"resourceType":"Patient","name":[{"family":"b"}]})"},
    defect{"<Patient xmlns='http://hl7.org/fhir' id='a'/>", {{unknown_element, "Patient", 1, 1}}, only_type},
    defect{"<Patient><active value='true'/></Patient>", {{invalid_value, "", 1, 1}}, R"({"resourceType":"Patient","active":true})"},
    defect{patient("<active value='true'/><id value='a'/>"), {{invalid_value, "Patient.id", 1, 60}}, R"({"resourceType":"Patient","id":"a","active":true})"},
    defect{patient("<name><text value='a'/></name><gender value='male'/><name><text value='b'/></name>"), {{invalid_value, "Patient.name", 1, 90}},
           R"({"resourceType":"Patient","name":[{"text":"a"},{"text":"b"}],"gender":"male"})"},
    defect{patient("<active value='true'/><active value='false'/>"), {{duplicate_key, "Patient.active", 1, 60}}, R"({"resourceType":"Patient","active":true})"},
    defect{patient("<deceasedBoolean value='true'/><deceasedDateTime value='2020'/>"), {{duplicate_key, "Patient.deceasedDateTime", 1, 69}},
           R"({"resourceType":"Patient","deceasedBoolean":true})"},
    defect{patient("<contained><Patient/><Patient/></contained>"), {{duplicate_key, "Patient.contained[0]", 1, 59}},
           R"({"resourceType":"Patient","contained":[{"resourceType":"Patient"}]})"},
    defect{patient("<text><div xmlns='http://hl7.org/fhir'/></text>"), {{unknown_element, "Patient.text", 1, 44}}, only_type},
    defect{"<Patient xmlns='http://hl7.org/fhir' xmlns:x='urn:x'><text><div xmlns='http://www.w3.org/1999/xhtml' x:a='1'/></text></Patient>",
           {{unsupported, "Patient.text.div", 1, 60}},
           R"({"resourceType":"Patient","text":{"div":"<div xmlns='http://www.w3.org/1999/xhtml' x:a='1'/>"}})"}));

INSTANTIATE_TEST_SUITE_P(Values, XmlMendable, testing::Values(
    defect{patient("<active/>"), {{empty_object, "Patient.active", 1, 38}}, only_type},
    defect{patient("<name/>"), {{empty_object, "Patient.name[0]", 1, 38}}, only_type},
    defect{patient("<contained/>"), {{empty_object, "Patient.contained[0]", 1, 38}}, only_type},
    defect{patient("<name><given value=''/><given value='a'/></name>"), {{empty_string, "Patient.name[0].given[0]", 1, 44}},
           R"({"resourceType":"Patient","name":[{"given":["a"]}]})"},
    defect{patient("<name id=''><text value='a'/></name>"), {{empty_string, "Patient.name[0].id", 1, 38}},
           R"({"resourceType":"Patient","name":[{"text":"a"}]})"},
    defect{patient("<active value=''/>"), {{empty_string, "Patient.active", 1, 38}}, only_type},
    defect{patient("<active value='yes'/>"), {{invalid_value, "Patient.active", 1, 38}}, only_type},
    defect{patient("<active value=' true '/>"), {{invalid_value, "Patient.active", 1, 38}}, R"({"resourceType":"Patient","active":true})"},
    defect{patient("<birthDate value='1970-02-30'/>"), {{malformed_date, "Patient.birthDate", 1, 38}}, only_type},
    defect{patient("<birthDate value='\n1970'/>"), {{malformed_date, "Patient.birthDate", 1, 38}}, R"({"resourceType":"Patient","birthDate":"1970"})"},
    defect{patient("<multipleBirthInteger value='a'/>"), {{malformed_number, "Patient.multipleBirthInteger", 1, 38}}, only_type},
    defect{patient("<extension url='u'><valueDecimal value='1,5'/></extension>"), {{malformed_number, "Patient.extension[0].valueDecimal", 1, 57}},
           R"({"resourceType":"Patient","extension":[{"url":"u"}]})"},
    defect{patient("a<active value='true'/>b"), {{malformed_xml, "Patient", 1, 38}, {malformed_xml, "Patient", 1, 61}},
           R"({"resourceType":"Patient","active":true})"},
    defect{patient("<active value='true'>x</active>"), {{malformed_xml, "Patient.active", 1, 59}}, R"({"resourceType":"Patient","active":true})"}));

// What ends every reading.
struct dead_end {
  std::string text;
  decode_issue found;
};
std::ostream& operator<<(std::ostream& out, const dead_end& each) { return out << each.text; }

class XmlHopeless : public testing::TestWithParam<dead_end> {};

TEST_P(XmlHopeless, EndsEveryReadingWithAnError) {
  const dead_end& given = GetParam();
  xml_decoder decoder;
  for (const bool lenient : {false, true}) {
    const auto read = decoder.decode(given.text, {.lenient = lenient});
    ASSERT_FALSE(read);
    EXPECT_EQ(issues_of(decoder), issues{given.found});
    EXPECT_EQ(read.error().code(), given.found.code);
  }
}

const std::string laughs = "<!DOCTYPE lolz [<!ENTITY a \"lol\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
const std::string external = "<!DOCTYPE p [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
using namespace std::string_literals;

INSTANTIATE_TEST_SUITE_P(Texts, XmlHopeless, testing::Values(
    dead_end{"", {empty_input, "", 1, 1}}, dead_end{" \n ", {empty_input, "", 1, 1}},
    dead_end{"{}", {malformed_xml, "", 1, 1}}, dead_end{"<Patient", {malformed_xml, "", 1, 1}},
    dead_end{patient("<name>"), {malformed_xml, "Patient.name[0]", 1, 46}},
    dead_end{patient("") + "<a/>", {malformed_xml, "Patient", 1, 48}},
    dead_end{patient("<active value='true' value='true'/>"), {malformed_xml, "Patient", 1, 59}},
    dead_end{patient("<name><text value='&nbsp;'/></name>"), {malformed_xml, "Patient.name[0]", 1, 44}},
    dead_end{patient("<f:name/>"), {malformed_xml, "Patient", 1, 38}},
    dead_end{patient("<name><text value='&#1;'/></name>"), {malformed_xml, "Patient.name[0]", 1, 57}},
    dead_end{laughs + patient("<name><text value='&c;'/></name>"), {malformed_xml, "", 1, 16}},
    dead_end{"\n" + external + patient("<name><text value='&x;'/></name>"), {malformed_xml, "", 2, 13}},
    dead_end{"<!DOCTYPE Patient SYSTEM 'http://example.org/p.dtd'>" + patient(""), {malformed_xml, "", 1, 52}},
    dead_end{"<?xml version='1.0' encoding='ISO-8859-1'?>" + patient(""), {unsupported, "", 1, 1}},
    dead_end{"\xFF\xFE<\0P\0"s, {unsupported, "", 1, 1}}, dead_end{"\xFE\xFF\0<\0P"s, {unsupported, "", 1, 1}},
    dead_end{"<\0P\0"s, {unsupported, "", 1, 1}}, dead_end{"\0<\0P"s, {unsupported, "", 1, 1}},
    dead_end{patient("<name><text value='a\xFF'/></name>"), {invalid_utf8, "Patient.name[0]", 1, 58}},
    dead_end{patient("<name><text value='\xED\xA0\x80'/></name>"), {invalid_utf8, "Patient.name[0]", 1, 57}},
    dead_end{patient("<name><text value='a\0'/></name>"s), {nul_character, "Patient.name[0]", 1, 58}}));

INSTANTIATE_TEST_SUITE_P(Resources, XmlHopeless, testing::Values(
    dead_end{"<Patience xmlns='http://hl7.org/fhir'/>", {unknown_resource_type, "", 1, 1}},
    dead_end{"<ClinicalDocument xmlns='urn:hl7-org:v3'/>", {unknown_resource_type, "", 1, 1}},
    dead_end{"<Patient xmlns='urn:hl7-org:v3'/>", {unknown_resource_type, "", 1, 1}},
    dead_end{patient("<contained><x/></contained>"), {unknown_resource_type, "Patient.contained[0]", 1, 49}},
    dead_end{patient("<contained><Patient xmlns='urn:x'/></contained>"), {unknown_resource_type, "Patient.contained[0]", 1, 49}}));

TEST(XmlDecode, EndsAtItsLimits) {
  xml_decoder decoder;
  const auto code = [&](const std::string& text, const decode_options& options) {
    const auto read = decoder.decode(text, options);
    return read ? internal : read.error().code();
  };
  const std::string two = patient("<name><text value='abc'/></name><name><text value='abc'/></name>");
  EXPECT_EQ(code(two, {.limits = {.depth = 3}}), internal);
  EXPECT_EQ(code(two, {.limits = {.depth = 2}}), too_deep);
  EXPECT_EQ(code(two, {.limits = {.string_bytes = 3}}), internal);
  EXPECT_EQ(code(two, {.limits = {.string_bytes = 2}}), too_large);
  EXPECT_EQ(code(two, {.limits = {.text_bytes = 20}}), too_large);
  EXPECT_EQ(code(two, {.array_length = 1}), too_large);
  EXPECT_EQ(code(narrative("<div xmlns='http://www.w3.org/1999/xhtml'>" + std::string(100, 'a') + "</div>"), {.limits = {.string_bytes = 99}}), too_large);
}

TEST(XmlDecode, CountsTheLevelsOfNarrativesAndOfWhatIsLeftOut) {
  std::string open;
  std::string close;
  for (int level = 0; level < 100'000; ++level) {
    open += "<b>";
    close += "</b>";
  }
  xml_decoder decoder;
  for (const bool lenient : {false, true}) {
    const auto in_div = decoder.decode(narrative("<div xmlns='http://www.w3.org/1999/xhtml'>" + open + close + "</div>"), {.lenient = lenient});
    ASSERT_FALSE(in_div);
    EXPECT_EQ(in_div.error().code(), too_deep);
  }
  const auto unknown = decoder.decode(patient(open + close), {.lenient = true});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code(), too_deep);
}

TEST(XmlDecode, TakesALargeAttributeAsItIs) {
  const std::string large(20'000'000, 'A');
  const auto read = xml_decode<r4::Patient>(patient("<photo><data value='" + large + "'/></photo>"));
  ASSERT_TRUE(read);
  EXPECT_TRUE(read.value().photo[0].data == large);
}

TEST(XmlDecode, OfALongLenientReadingCountsLinesOnce) {
  std::string text;
  for (int line = 0; line < 40'000; ++line) text += "<contact>x</contact>\n<y/>";
  xml_decoder decoder;
  ASSERT_TRUE(decoder.decode(patient(text), {.lenient = true}));
  EXPECT_EQ(decoder.issues().size(), 80'000U);
  EXPECT_EQ(decoder.issues().back().line, 40'001U);
}

TEST(XmlDecode, OfAnotherTypeIsWrong) {
  EXPECT_EQ(xml_decode<r4::Observation>(patient("")).error().code(), wrong_type);
  xml_decoder decoder;
  r4::Observation into;
  EXPECT_EQ(decoder.decode_into(r4::Observation::structure_, &into, patient("")).error().code(), wrong_type);
  EXPECT_EQ(decoder.issues().front().path, "Observation");
}

TEST(XmlDecode, ReadsDataTypesOfAnyName) {
  xml_decoder decoder;
  r4::HumanName name;
  ASSERT_TRUE(decoder.decode_into(r4::HumanName::structure_, &name, "<name xmlns='http://hl7.org/fhir' id='a'><family value='b'/></name>"));
  EXPECT_EQ(json_encode(name), R"({"id":"a","family":"b"})");
  EXPECT_EQ(xml_encode(name).value(), R"(<HumanName xmlns="http://hl7.org/fhir" id="a"><family value="b"/></HumanName>)");
}

TEST(XmlDecode, IsUsableAfterARefusalAndAfterAMove) {
  xml_decoder first;
  EXPECT_FALSE(first.decode("<Patient xmlns='http://hl7.org/fhir'><x/>"));
  EXPECT_TRUE(first.decode(patient("<id value='a'/>")));
  xml_decoder second = std::move(first);
  EXPECT_TRUE(second.decode(patient("<id value='a'/>")));
  EXPECT_TRUE(first.decode(patient("<id value='a'/>")));
}

std::string xml_of(const char* json) { return xml_encode(json_decode(json).value()).value(); }
errc refusal_of(const std::string& json) {
  std::string out = "before";
  const auto done = append_xml(out, json_decode(json).value());
  EXPECT_EQ(out == "before", !done.has_value());
  return done ? internal : done.error().code();
}

TEST(XmlEncode, WritesElementsInTheirOrderWithNothingBetween) {
  EXPECT_EQ(xml_of(R"({"resourceType":"Patient","birthDate":"1970","_gender":{"id":"g"},"name":[{"given":["a",null],"_given":[null,{"id":"x"}]}],"id":"p",)"
                   R"("contained":[{"id":"o","resourceType":"Observation"}]})"),
            patient(R"(<id value="p"/><contained><Observation><id value="o"/></Observation></contained><name><given value="a"/><given id="x"/></name>)"
                    R"(<gender id="g"/><birthDate value="1970"/>)"));
}

TEST(XmlEncode, LeavesOutWhatIsEmpty) {
  r4::Patient patient_of;
  patient_of.name.add();
  patient_of.contact.add().name.ensure();
  patient_of.contained.add();
  EXPECT_EQ(xml_encode(patient_of).value(), R"(<Patient xmlns="http://hl7.org/fhir"/>)");
}

TEST(XmlEncode, WritesWhatAttributesWouldLoseAsReferences) {
  EXPECT_EQ(xml_of(R"({"resourceType":"Patient","id":"<>&\"'\t\n\r"})"), patient(R"(<id value="&lt;&gt;&amp;&quot;'&#9;&#10;&#13;"/>)"));
}

TEST(XmlEncode, RefusesCharactersThatXmlDoesNotHave) {
  EXPECT_EQ(refusal_of(R"({"resourceType":"Patient","id":"\u0001"})"), invalid_value);
  EXPECT_EQ(refusal_of(R"({"resourceType":"Patient","id":"\uffff"})"), invalid_value);
  EXPECT_EQ(refusal_of(R"({"resourceType":"Patient","id":"\uffbf\u00be"})"), internal);
}

TEST(XmlEncode, GivesANarrativeWithoutNamespaceXhtmls) {
  EXPECT_EQ(xml_of(R"({"resourceType":"Patient","text":{"div":" <div id='a'>b</div>\n"}})"),
            patient("<text><div xmlns=\"http://www.w3.org/1999/xhtml\" id='a'>b</div></text>"));
}

TEST(XmlEncode, RefusesANarrativeThatIsNotOneDiv) {
  const auto with = [](const std::string& div) { return refusal_of(R"({"resourceType":"Patient","text":{"div":")" + div + R"("}})"); };
  const std::string good = "<div xmlns='"s + space + "'>a</div>";
  EXPECT_EQ(with(good), internal);
  for (const std::string& bad : {"a"s, "<p>a</p>"s, "<div>a"s, "<div>a</div></text><active value='true'/><text>"s, good + good, "<!-- a -->" + good,
                                 "<?xml version='1.0'?>" + good, "<!DOCTYPE div>" + good, "<div>&nbsp;</div>"s, "<div xmlns='http://hl7.org/fhir'>a</div>"s,
                                 "<div><x:a/></div>"s, "<divide/>"s, "<div>]]></div>"s}) {
    EXPECT_EQ(with(bad), malformed_xml) << bad;
  }
}

}  // namespace
}  // namespace phr::fhir::test
