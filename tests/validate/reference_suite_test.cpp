// The cases of FHIR's own test collection, judged as the reference validator judges them.
//
// Two outcomes agree where the same elements have errors (how many, and their words, differ by design). Findings that need a
// terminology server are left out. Cases that differ stand in known_differences.txt with the reason; one that is listed and
// agrees fails the test as well, so the list stays true.
#include "suite_files.hpp"

#include <phr/fhir/json.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/r4/bundle.hpp>
#include <phr/fhir/xml_codec.hpp>
#include <phr/fhir/r4/structure_definition.hpp>
#include <phr/validate/profiles.hpp>
#include <phr/validate/validate.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <map>
#include <optional>
#include <set>

namespace phr::validate::test {
namespace {

using fhir::json::value;
using paths = std::set<std::string>;

// What the reference says: the elements with errors, or only how many errors there are; or nothing, where the file is not in
// the collection.
struct expectation {
  bool known = true;
  std::optional<paths> errors{};
  std::size_t count = 0;
};

std::string text_of(const value& of) {
  std::string scratch;
  return std::string(of.text(scratch));
}

fhir::any_resource decoded(const std::string& text) {
  const fhir::decode_options lenient{.lenient = true};
  auto made = text.find('<') < text.find('{') ? fhir::xml_decode(text, lenient) : fhir::json_decode(text, lenient);
  return made ? std::move(made.value()) : fhir::any_resource{};
}

// "Bundle.entry[0].resource/*Patient/p1*/.name" and "/f:Bundle/f:entry" as "Bundle.entry[0].resource.name" and "Bundle.entry".
std::string plain(std::string path) {
  for (std::size_t at = path.find("/*"); at != std::string::npos; at = path.find("/*")) path.erase(at, path.find("*/", at) + 2 - at);
  const bool relative = path.find("/f:") != std::string::npos && path[0] != '/';
  for (std::size_t at = path.find("/f:"); at != std::string::npos; at = path.find("/f:")) path.replace(at, 3, at == 0 ? "/" : ".");
  // An XPath from an element that is not the root: "Endpoint/f:connectionType" as "//connectionType".
  if (const std::size_t dot = path.find('.'); relative && dot != std::string::npos) path = "//" + path.substr(dot + 1);
  const std::size_t url = path.find("[url='");
  if (url != std::string::npos) path.resize(url);
  if (path == "(xml)") return {};
  if (path.ends_with('.')) path.pop_back();
  return path;
}

// Whether a finding of the reference comes of a terminology server's knowledge: displays, and codes of SNOMED CT and LOINC.
bool needs_terminology(const std::string& text) {
  return text.find("Wrong Display Name") != std::string::npos ||
         (text.starts_with("Unknown code") && (text.find("http://snomed.info/sct") != std::string::npos || text.find("http://loinc.org") != std::string::npos));
}

// The reference counts from 1 in what it says of documents and their references, though not elsewhere.
bool counts_from_one(const std::string& text) {
  return text.starts_with("Can't find") || (text.starts_with("Found ") && text.find(" matches for ") != std::string::npos) || text.find("isn't reachable") != std::string::npos;
}
std::string counted_from_zero(std::string path) {
  std::string made;
  for (std::size_t at = 0; at < path.size();) {
    made.push_back(path[at++]);
    if (made.back() != '[') continue;
    const std::size_t end = path.find(']', at);
    made.append(std::to_string(std::stoi(path.substr(at, end - at)) - 1));
    at = end;
  }
  return made;
}

// It also names the first entry in all that it says of fullUrls; the entry meant is the one that has the URL of the message.
std::string entry_of_url(const std::string& text, const std::string& path, const fhir::any_resource& source) {
  const auto* const bundle = source.as<fhir::r4::Bundle>();
  const std::size_t quote = text.find('\'');
  if (bundle == nullptr || path != "Bundle.entry[0]" || !text.starts_with("The fullUrl") || quote == std::string::npos) return path;
  const std::string url = text.substr(quote + 1, text.find('\'', quote + 1) - quote - 1);
  for (std::size_t at = 0; at < bundle->entry.size(); ++at) {
    if (bundle->entry[at].fullUrl == url) return "Bundle.entry[" + std::to_string(at) + "]";
  }
  return path;
}

// The elements with errors in an OperationOutcome of the collection, which is a file's name or stands in place.
expectation expected(const value& named, const std::filesystem::path& folder, const fhir::any_resource& source) {
  fhir::json::document file;
  value root = named;
  if (named.is_string()) {
    const auto path = folder / "outcomes" / text_of(named);
    if (!std::filesystem::exists(path) || !file.parse(read(path))) return {.known = false};
    root = file.root();
  }
  if (root["outcome"]) root = root["outcome"];
  if (root["errorCount"]) return {.count = static_cast<std::size_t>(std::stoi(std::string(root["errorCount"].number_text())))};
  paths made;
  for (const value& each : root["issue"].elements()) {
    const std::string severity = text_of(each["severity"]);
    const std::string text = text_of(each["details"]["text"]);
    if ((severity != "error" && severity != "fatal") || needs_terminology(text)) continue;
    const std::string path = plain(text_of(each["expression"].at(0)));
    made.insert(counts_from_one(text) ? counted_from_zero(path) : entry_of_url(text, path, source));
  }
  return {.errors = std::move(made)};
}

// An XPath of the reference has no indices: "/Patient.name.text" for "Patient.name[0].text", by the names of the XML.
std::string as_xpath(const issue& of) {
  std::string made = "/";
  bool inside = false;
  for (const char c : of.json_path) {
    if (c == '[') inside = true;
    if (!inside) made.push_back(c);
    if (c == ']') inside = false;
  }
  return made;
}

paths errors_of(const outcome& found, const paths& wanted) {
  paths made;
  for (const issue& each : found.issues) {
    if (each.severity != severity::error && each.severity != severity::fatal) continue;
    const std::string xpath = as_xpath(each);
    const std::string last = "//" + xpath.substr(xpath.rfind('.') + 1);
    const bool by_xpath = wanted.contains(xpath) || wanted.contains(last);
    if (by_xpath) made.insert(wanted.contains(xpath) ? xpath : last);
    if (!by_xpath || wanted.contains(each.path)) made.insert(each.path);
  }
  return made;
}

std::string listed(const paths& of) {
  std::string made;
  for (const std::string& each : of) made.append(made.empty() ? "" : ", ").append(each.empty() ? "(text)" : each);
  return "{" + made + "}";
}

// name -> reason
std::map<std::string, std::string> known_differences() {
  std::map<std::string, std::string> made;
  std::ifstream file(PHR_SOURCE_DIR "/tests/validate/known_differences.txt");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (!line.empty() && line[0] != '#' && colon != std::string::npos) made[line.substr(0, colon)] = line.substr(colon + 2);
  }
  return made;
}

// The definitions of a profile and of what supports it.
profiles profiles_of(const value& test, const std::filesystem::path& folder) {
  // What the reference knows in every case: R4's own profiles and extensions.
  static const std::string own = read(suite("fhir-r4-definitions") / "profiles-others.json");
  static const std::string extensions = read(suite("fhir-r4-definitions") / "extension-definitions.json");
  profiles made;
  static const fhir::any_resource all[] = {decoded(own), decoded(extensions)};
  for (const auto& each : all) (void)made.add(each);
  for (const value& list : {test["profiles"], test["supporting"], test["profile"]["supporting"]}) {
    for (const value& each : list.elements()) (void)made.add(decoded(read(folder / text_of(each))));
  }
  if (test["profile"]["source"]) (void)made.add(decoded(read(folder / text_of(test["profile"]["source"]))));
  return made;
}

options options_of(const value& test) {
  options made;
  made.known_extensions_only = !test["allowed-extension-domain"];
  made.example_urls = text_of(test["examples"]).empty() && !(test["examples"] && !test["examples"].is_true());
  made.markup_in_text = !test["security-checks"].is_true() && !test["noHtmlInMarkdown"].is_true();
  made.self_contained = text_of(test["validateReference"]) == "CHECK_EXISTS_AND_TYPE" && !test["profile"];
  made.json_comments = test["allow-comments"].is_true();
  return made;
}

// What differs between the reference's outcome and ours; "" for nothing.
std::string difference(const value& named, const std::filesystem::path& folder, const std::string& text, const options& with) {
  const expectation wanted = expected(named, folder, decoded(text));
  if (!wanted.known) return "no expected outcome";
  const outcome found = check_text(text, with);
  const paths errors = errors_of(found, wanted.errors.value_or(paths{}));
  if (!wanted.errors) return errors.size() == wanted.count ? "" : "wanted " + std::to_string(wanted.count) + " errors, found " + listed(errors);
  return errors == *wanted.errors ? "" : "wanted " + listed(*wanted.errors) + ", found " + listed(errors);
}

TEST(ReferenceSuite, NineOfTenCasesAgreeAndTheOthersAreListed) {
  const auto folder = suite("validator-r4");
  if (folder.empty()) GTEST_SKIP() << "PHR_SUITES is unset: no validator-r4";
  fhir::json::document manifest;
  ASSERT_TRUE(manifest.parse(read(folder / "manifest.json")));
  auto known = known_differences();
  int cases = 0;
  int agree = 0;
  for (const value& test : manifest.root()["test-cases"].elements()) {
    const std::string name = text_of(test["name"]);
    const std::string text = read(folder / text_of(test["file"]));
    ++cases;
    options with = options_of(test);
    const profiles added = profiles_of(test, folder);
    with.known = &added;
    std::string differs = difference(test["java"], folder, text, with);
    if (test["profile"]) {
      const fhir::any_resource profile = decoded(read(folder / text_of(test["profile"]["source"])));
      const auto* const definition = profile.as<fhir::r4::StructureDefinition>();
      const std::vector<std::string> urls{definition == nullptr ? "" : definition->url.str()};
      with.profiles = urls;
      const std::string by_profile = difference(test["profile"]["java"], folder, text, with);
      if (!by_profile.empty()) differs += " by the profile: " + by_profile;
    }
    if (differs.empty()) ++agree;
    const auto reason = known.find(name);
    if (reason == known.end()) {
      EXPECT_EQ(differs, "") << name;
    } else {
      EXPECT_NE(differs, "") << name << " agrees: take it off the list";
      known.erase(reason);
    }
  }
  for (const auto& [name, reason] : known) ADD_FAILURE() << "listed, but no case: " << name;
  std::printf("%d of %d cases agree (%.1f %%)\n", agree, cases, 100.0 * agree / cases);
  EXPECT_GE(agree * 10, cases * 9);
}

}  // namespace
}  // namespace phr::validate::test
