#include "noninterference/vocabulary.hpp"

#include <array>
#include <span>

namespace phr::twins {

namespace {

// The first part is everybody's; then a few of hidden records, then as many of hidden records of the other twin.
template <std::size_t Common, std::size_t Own, class Value>
const Value& one_of(dice& by, flavour taste, const std::array<Value, Common + Own + Own>& all) {
  if (taste == flavour::common || !by.chance(35)) return all[by.below(Common)];
  return all[Common + (taste == flavour::hidden ? 0 : Own) + by.below(Own)];
}

constexpr std::array<code, 14 + 3 + 3> codes{{
    {"http://loinc.org", "8867-4", "Heart rate"},
    {"http://loinc.org", "4548-4", "Hemoglobin A1c"},
    {"http://loinc.org", "8480-6", "Systolic pressure"},
    {"http://loinc.org", "8462-4", "Diastolic pressure"},
    {"http://loinc.org", "29463-7", "Body weight"},
    {"http://snomed.info/sct", "38341003", "Hypertension"},
    {"http://snomed.info/sct", "44054006", "Diabetes"},
    {"http://snomed.info/sct", "195967001", "Asthma"},
    {"http://snomed.info/sct", "271807003", "Eruption"},
    {"urn:local", "a", "Alpha"},
    {"urn:local", "b", "Beta"},
    {"urn:local", "8867-4", "Heart rate, local"},
    {"http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"},
    {"http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs", "Vital signs"},
    {"urn:local", "0", "Naught"},
    {"urn:secret", "x1", "Kept back"},
    {"http://loinc.org", "0000-1", "Abacus"},
    {"urn:local", "zz", "Zulu"},
    {"urn:secret", "y1", "Kept away"},
    {"http://loinc.org", "99999-9", "Zygote"},
}};

constexpr std::array<std::string_view, 12 + 3 + 3> words{"hay", "fever", "mild", "severe", "left", "right", "daily", "morning", "headache", "rash", "review", "Caf\xC3\xA9",
                                                         "aardvark", "secret", "zebra", "abbot", "clandestine", "zodiac"};
constexpr std::array<std::string_view, 10 + 2 + 2> families{"Li", "Garcia", "M\xC3\xBCller", "Okafor", "Novak", "Smith", "Rossi", "Kim", "Haddad", "Silva", "Aaron", "Zimmer", "Abel", "Zola"};
constexpr std::array<std::string_view, 12 + 3 + 3> numbers{"5.4", "5.40", "7", "0.5", "100", "72", "64", "120", "80.0", "-3", "6.1", "1000",
                                                           "0.0001", "999", "5.41", "-99", "123456789", "5.5"};
constexpr std::array<std::string_view, 6> units{"mmol/L", "mg", "g", "/min", "kg", "%"};
constexpr std::array<std::string_view, 8 + 2 + 2> days{"2018-01-01", "2019-07-09", "2020-02-29", "2020-03-14", "2021-12-31", "2022-05-05", "2023-01-02", "2023-06-30",
                                                       "1950-01-01", "2023-11-11", "1949-12-31", "2020-03-15"};
constexpr std::array<std::string_view, 7 + 2 + 2> moments{"2018-01-01T00:00:00Z", "2019-07-09T12:00:00+02:00", "2020-03-14T08:30:00Z", "2020-03-14T08:30:00.250Z", "2021-12-31T23:59:59-08:00",
                                                          "2022-05-05T05:05:05Z", "2023-06-30T18:00:00Z", "1950-06-01T00:00:00Z", "2023-11-11T11:11:11Z", "2023-11-12T00:00:00Z", "2020-03-14T08:29:59Z"};
constexpr std::array<std::string_view, 6 + 2 + 2> parts{"2018", "2019", "2020", "2020-03", "2021-12", "2023", "1950", "2023-11", "1949", "2020-04"};
constexpr std::array<std::string_view, 5 + 2 + 2> uris{"http://example.org/one", "http://example.org/one/two", "http://example.org/other", "urn:oid:1.2.3", "urn:oid:1.2.3.4",
                                                       "http://example.org/one/secret", "urn:secret", "http://aaa.example.org", "http://zzz.example.org"};
constexpr std::array<std::string_view, 8 + 2 + 2> serials{"1", "2", "3", "17", "A-4", "A-5", "b7", "0042", "00", "zz", "007", "ZZ"};

}  // namespace

const code& code_of(dice& by, flavour taste) { return one_of<14, 3>(by, taste, codes); }
std::string_view word_of(dice& by, flavour taste) { return one_of<12, 3>(by, taste, words); }
std::string_view family_of(dice& by, flavour taste) { return one_of<10, 2>(by, taste, families); }
std::string_view number_of(dice& by, flavour taste) { return one_of<12, 3>(by, taste, numbers); }
std::string_view unit_of(dice& by) { return by.pick(units); }
std::string_view day_of(dice& by, flavour taste) { return one_of<8, 2>(by, taste, days); }
std::string_view moment_of(dice& by, flavour taste) { return one_of<7, 2>(by, taste, moments); }
std::string_view uri_of(dice& by, flavour taste) { return one_of<5, 2>(by, taste, uris); }
std::string_view serial_of(dice& by, flavour taste) { return one_of<8, 2>(by, taste, serials); }

std::string_view date_of(dice& by, flavour taste) {
  switch (by.below(4)) {
    case 0: return one_of<6, 2>(by, taste, parts);
    case 1: return moment_of(by, taste);
    default: return day_of(by, taste);
  }
}

flavour any_flavour(dice& by) { return static_cast<flavour>(by.below(3)); }

}  // namespace phr::twins
