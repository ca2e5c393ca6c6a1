// The matchers of primitive formats beside the regular expressions of the specification. The first byte chooses the type.
#include <fuzz/fuzz.hpp>

#include "validate/formats.hpp"
#include "validate/terminology/shapes.hpp"

#include <iterator>
#include <regex>
#include <string>
#include <vector>

using phr::fhir::element_kind;
using phr::fuzz::require;

namespace {

enum class relation { same, narrower };  // narrower: the matcher refuses some of what the expression takes

struct format {
  element_kind kind;
  const char* expression;  // https://hl7.org/fhir/R4/datatypes.html#primitive
  relation is;
};

constexpr format formats[] = {
    {element_kind::id, "[A-Za-z0-9\\-\\.]{1,64}", relation::same},
    {element_kind::uri, "\\S*", relation::same},
    {element_kind::code, "[^\\s]+(\\s[^\\s]+)*", relation::same},
    {element_kind::string, "[ \\r\\n\\t\\S]+", relation::narrower},          // neither control characters nor white space alone
    {element_kind::oid, "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+", relation::same},
    {element_kind::uuid, "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", relation::same},
    {element_kind::base64Binary, "(\\s*([0-9a-zA-Z\\+\\/=]){4}\\s*)+", relation::narrower},  // padding only at the end
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::regex> expressions = [] {
    std::vector<std::regex> made;
    for (const format& each : formats) made.emplace_back(each.expression);
    return made;
  }();
  if (size == 0 || size > 200) return 0;  // std::regex recurses
  const std::size_t which = data[0] % std::size(formats);
  const std::string text(phr::fuzz::as_text(data + 1, size - 1));
  const bool taken = phr::validate::matches(formats[which].kind, text);
  const bool expected = std::regex_match(text, expressions[which]);
  require(!taken || expected);
  if (formats[which].is == relation::same) require(taken == expected);
  if (formats[which].kind == element_kind::base64Binary && text.find('=') == std::string::npos) require(taken == expected);
  (void)phr::validate::is_language_tag(text);
  (void)phr::validate::is_media_type(text);
  return 0;
}
