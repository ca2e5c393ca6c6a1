// The matchers of primitive formats beside the regular expressions of the specification. The first byte chooses the type.
#include <fuzz/fuzz.hpp>

#include "validate/formats.hpp"
#include "validate/terminology/shapes.hpp"

#include <re2/re2.h>

#include <iterator>
#include <memory>
#include <string>
#include <vector>

using phr::fhir::element_kind;
using phr::fuzz::require;

namespace {

enum class relation { same, narrower };  // narrower: the matcher refuses some of what the expression takes

// White space and what is none, with the vertical tab, which RE2's own leave out. RE2, because one that backtracks takes forever for base64's expression.
#define PHR_SPACE "[ \\t\\n\\v\\f\\r]"
#define PHR_OTHER "[^ \\t\\n\\v\\f\\r]"

struct format {
  element_kind kind;
  const char* expression;  // https://hl7.org/fhir/R4/datatypes.html#primitive
  relation is;
};

constexpr format formats[] = {
    {element_kind::id, "[A-Za-z0-9\\-\\.]{1,64}", relation::same},
    {element_kind::uri, PHR_OTHER "*", relation::same},
    {element_kind::code, PHR_OTHER "+(" PHR_SPACE PHR_OTHER "+)*", relation::same},
    {element_kind::string, "([ \\r\\n\\t]|" PHR_OTHER ")+", relation::narrower},          // neither control characters nor white space alone
    {element_kind::oid, "urn:oid:[0-2](\\.(0|[1-9][0-9]*))+", relation::same},
    {element_kind::uuid, "urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", relation::same},
    {element_kind::base64Binary, "(" PHR_SPACE "*([0-9a-zA-Z\\+\\/=]){4}" PHR_SPACE "*)+", relation::narrower},  // padding only at the end
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto expressions = [] {
    std::vector<std::unique_ptr<re2::RE2>> made;
    for (const format& each : formats) {
      made.push_back(std::make_unique<re2::RE2>(each.expression, re2::RE2::Latin1));  // by bytes
      require(made.back()->ok());
    }
    return made;
  }();
  if (size == 0 || size > 4096) return 0;
  const std::size_t which = data[0] % std::size(formats);
  const std::string text(phr::fuzz::as_text(data + 1, size - 1));
  const bool taken = phr::validate::matches(formats[which].kind, text);
  const bool expected = re2::RE2::FullMatch(text, *expressions[which]);
  require(!taken || expected);
  if (formats[which].is == relation::same) require(taken == expected);
  if (formats[which].kind == element_kind::base64Binary && text.find('=') == std::string::npos) require(taken == expected);
  (void)phr::validate::is_language_tag(text);
  (void)phr::validate::is_media_type(text);
  return 0;
}
