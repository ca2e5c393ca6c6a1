// Models from JSON and back. What a strict reading accepts comes back as the same bytes and as the same model, and a lenient
// one has nothing to add; what it refuses has an issue; whatever a lenient reading makes is well-formed once written.
#include <fuzz/fuzz.hpp>

#include <phr/fhir/json_codec.hpp>

#include <cstdint>
#include <string>

using phr::errc;
using phr::fuzz::require;
namespace fhir = phr::fhir;

namespace {

constexpr fhir::json::limits small{.depth = 64, .text_bytes = 1U << 16, .string_bytes = 1U << 12};
// json::document counts arrays as levels too.
constexpr fhir::json::limits twice_as_deep{.depth = 128, .text_bytes = 1U << 16, .string_bytes = 1U << 12};
constexpr fhir::decode_options strict{.limits = small};
constexpr fhir::decode_options lenient{.lenient = true, .limits = small};

// Writing may need more room than what was read: nulls that pad arrays, and escapes.
constexpr fhir::decode_options generous{.limits = {.depth = 64, .text_bytes = 1U << 24, .string_bytes = 1U << 16}};

void require_issues(const fhir::json_decoder& decoder, const phr::error& why) {
  require(!decoder.issues().empty());
  const fhir::decode_issue& last = decoder.issues().back();
  require(last.code == why.code() && last.line == why.line() && last.column == why.column());
  for (const fhir::decode_issue& each : decoder.issues()) {
    const bool of_all = each.code == errc::empty_input || each.code == errc::too_large;
    require((each.line >= 1 && each.column >= 1) || of_all);
    // Paths are FHIR's names and indices.
    require(each.path.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.[]") == std::string::npos);
  }
}

// The model that comes of writing `from` and reading that again.
fhir::any_resource written_and_read(const fhir::any_resource& from, std::string& text) {
  static fhir::json_decoder decoder;
  text = fhir::json_encode(from);
  auto again = decoder.decode(text, generous);
  require(again.has_value() && decoder.issues().empty());
  return std::move(again.value());
}

void check_accepted(std::string_view text, const fhir::any_resource& model) {
  static fhir::json::document document;
  const auto parsed = document.parse(text, twice_as_deep);
  require(parsed || parsed.error().code() == errc::unsupported);  // an element name with escapes
  std::string once;
  std::string twice;
  const fhir::any_resource again = written_and_read(model, once);
  require(again == model);
  require(written_and_read(again, twice) == model);
  require(once == twice);
  const fhir::any_resource copy = model;
  require(copy == model && fhir::json_encode(copy) == once);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fhir::json_decoder decoder;
  const std::string_view text = phr::fuzz::as_text(data, size);
  const auto exact = decoder.decode(text, strict);
  if (exact) {
    require(decoder.issues().empty());
    check_accepted(text, exact.value());
  } else {
    require(decoder.issues().size() == 1);
    require_issues(decoder, exact.error());
  }

  const auto mended = decoder.decode(text, lenient);
  if (!mended) {
    require(!exact);
    require_issues(decoder, mended.error());
    return 0;
  }
  require(decoder.issues().empty() == exact.has_value());
  if (exact) require(mended.value() == exact.value());
  std::string once;
  std::string twice;
  const fhir::any_resource again = written_and_read(mended.value(), once);
  require(written_and_read(again, twice) == again);
  require(once == twice);
  return 0;
}
