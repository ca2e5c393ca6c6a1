// Models from FHIR XML and back. What a strict reading accepts comes back as the same model, through XML and through JSON,
// and a lenient one has nothing to add; what is refused has an issue; what is written is always read again.
#include <fuzz/fuzz.hpp>

#include <phr/fhir/xml_codec.hpp>

#include <cstdint>
#include <string>

using phr::errc;
using phr::fuzz::require;
namespace fhir = phr::fhir;

namespace {

constexpr fhir::json::limits small{.depth = 64, .text_bytes = 1U << 16, .string_bytes = 1U << 12};
constexpr fhir::decode_options strict{.limits = small};
constexpr fhir::decode_options lenient{.lenient = true, .limits = small};
// Writing may need more room than what was read: references.
constexpr fhir::decode_options generous{.limits = {.depth = 64, .text_bytes = 1U << 24, .string_bytes = 1U << 16}};

void require_issues(const fhir::xml_decoder& decoder, const phr::error& why) {
  require(!decoder.issues().empty());
  const fhir::decode_issue& last = decoder.issues().back();
  require(last.code == why.code() && last.line == why.line() && last.column == why.column());
  for (const fhir::decode_issue& each : decoder.issues()) {
    require(each.line >= 1 && each.column >= 1);
    // Paths are FHIR's names and indices.
    require(each.path.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.[]") == std::string::npos);
  }
}

fhir::any_resource written_and_read(const fhir::any_resource& from, std::string& text) {
  static fhir::xml_decoder decoder;
  auto written = fhir::xml_encode(from);
  require(written.has_value());
  text = std::move(written.value());
  auto again = decoder.decode(text, generous);
  require(again.has_value() && decoder.issues().empty());
  return std::move(again.value());
}

void check_accepted(const fhir::any_resource& model) {
  std::string once;
  std::string twice;
  const fhir::any_resource again = written_and_read(model, once);
  require(again == model);
  require(written_and_read(again, twice) == model);
  require(once == twice);
  const auto through_json = fhir::json_decode(fhir::json_encode(model), generous);
  require(through_json.has_value() && through_json.value() == model);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static fhir::xml_decoder decoder;
  const std::string_view text = phr::fuzz::as_text(data, size);
  const auto exact = decoder.decode(text, strict);
  if (exact) {
    require(decoder.issues().empty());
    check_accepted(exact.value());
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
  require(!exact || mended.value() == exact.value());
  // A narrative that leans on its document is kept, and cannot be written elsewhere.
  const auto written = fhir::xml_encode(mended.value());
  require(written.has_value() || written.error().code() == errc::malformed_xml);
  require(!written || decoder.decode(written.value(), generous).has_value());
  return 0;
}
