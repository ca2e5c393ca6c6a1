// Resources without a store.
#include "handles.hpp"
#include "structs.hpp"

#include <phr/fhir/path.hpp>
#include <phr/fhir/xml_codec.hpp>

using namespace phr::c;

namespace {

// Reads a text and keeps its issues, whether it is one or not.
template <class Decoder>
outcome decode(std::string_view text, bool lenient, phr_resource** resource, phr_issues** issues) {
  Decoder decoder;
  auto decoded = decoder.decode(text, {.lenient = lenient});
  if (issues != nullptr) {
    const auto found = decoder.issues();
    if (const outcome given = give(issues, std::vector<phr::fhir::decode_issue>(found.begin(), found.end())); given.failed()) return given;
  }
  if (!decoded) return decoded;
  return give(resource, std::move(decoded.value()));
}

phr::error unknown_format() { return phr::error{phr::errc::invalid_argument}.at("format"); }

}  // namespace

phr_status phr_resource_decode(phr_text text_in, phr_format format, int lenient, phr_resource** resource, phr_issues** issues,
                               phr_error* err) noexcept {
  if (resource != nullptr) *resource = nullptr;
  if (issues != nullptr) *issues = nullptr;
  return guarded(err, [&]() -> outcome {
    PHR_TRY(wanted(resource, "resource"));
    PHR_TRY(const auto given, text(text_in, "text"));
    if (format == PHR_JSON) return decode<phr::fhir::json_decoder>(given, lenient != 0, resource, issues);
    if (format == PHR_XML) return decode<phr::fhir::xml_decoder>(given, lenient != 0, resource, issues);
    return unknown_format();
  });
}

void phr_resource_end(phr_resource* resource) noexcept { end(resource); }
void phr_issues_end(phr_issues* issues) noexcept { end(issues); }
size_t phr_issues_count(const phr_issues* issues) noexcept { return is_valid(issues) ? issues->core.size() : 0; }

phr_status phr_issues_at(const phr_issues* issues, size_t index, phr_issue* issue, phr_error* err) noexcept {
  return with(issues, err, [&](const phr_issues& in) -> outcome {
    PHR_TRY(within(index, in.core.size()));
    const phr::fhir::decode_issue& found = in.core[index];
    phr_issue known = PHR_ISSUE_INIT;
    known.code = static_cast<phr_status>(found.code);
    known.line = found.line;
    known.column = found.column;
    known.path = borrow(found.path);
    return fill(issue, known);
  });
}

phr_text phr_resource_type(const phr_resource* resource) noexcept {
  return is_valid(resource) ? name_of(resource->core.type()) : phr_text{nullptr, 0};
}

phr_status phr_resource_encode(const phr_resource* resource, phr_format format, phr_bytes_fn take_bytes, void* user,
                               phr_error* err) noexcept {
  return with(resource, err, [&](const phr_resource& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    if (format != PHR_JSON && format != PHR_XML) return unknown_format();
    std::string out;
    if (format == PHR_JSON) {
      phr::fhir::append_json(out, in.core);
    } else {
      PHR_TRY(phr::fhir::append_xml(out, in.core));
    }
    take_bytes(user, phr::as_bytes(out).data(), out.size());
    return {};
  });
}

phr_status phr_resource_get(const phr_resource* resource, phr_text path, phr_bytes_fn take_bytes, void* user,
                            phr_error* err) noexcept {
  return with(resource, err, [&](const phr_resource& in) -> outcome {
    PHR_TRY(wanted(take_bytes, "take"));
    PHR_TRY(const auto asked, text(path, "path"));
    PHR_TRY(const std::string found, phr::fhir::text_at(in.core, asked));
    take_bytes(user, phr::as_bytes(found).data(), found.size());
    return {};
  });
}

int phr_resource_equal(const phr_resource* a, const phr_resource* b) noexcept {
  return is_valid(a) && is_valid(b) && a->core == b->core ? 1 : 0;
}
