#include "interactions/bundle/response.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/describe.hpp>
#include <phr/fhir/json.hpp>

#include <fmt/format.h>

namespace phr::bundles {

namespace {

struct mapped {
  errc code;
  std::string_view status;
  std::string_view issue;  // http://hl7.org/fhir/ValueSet/issue-type
};

constexpr mapped table[] = {
    {errc::not_found, "404 Not Found", "not-found"},
    {errc::gone, "410 Gone", "deleted"},
    {errc::unknown_resource_type, "404 Not Found", "not-supported"},
    {errc::unsupported, "501 Not Implemented", "not-supported"},
    {errc::access_denied, "403 Forbidden", "forbidden"},
    {errc::version_conflict, "412 Precondition Failed", "conflict"},
    {errc::ambiguous_match, "412 Precondition Failed", "multiple-matches"},
    {errc::already_exists, "409 Conflict", "duplicate"},
    {errc::duplicate_id, "409 Conflict", "duplicate"},
    {errc::unresolved_reference, "422 Unprocessable Entity", "not-found"},
    {errc::missing_element, "422 Unprocessable Entity", "required"},
    {errc::too_large, "413 Payload Too Large", "too-long"},
    {errc::locked, "503 Service Unavailable", "lock-error"},
    {errc::disk_full, "507 Insufficient Storage", "no-store"},
    {errc::internal, "500 Internal Server Error", "exception"},
    {errc::damaged_page, "500 Internal Server Error", "exception"},
    {errc::io_failed, "500 Internal Server Error", "exception"},
};

constexpr mapped other{errc::invalid_value, "400 Bad Request", "invalid"};

const mapped& find(errc code) noexcept {
  for (const mapped& each : table) {
    if (each.code == code) return each;
  }
  return other;
}

}  // namespace

std::string_view status_of(const error& problem) noexcept { return find(problem.code()).status; }

std::string_view status_of(write_kind done) noexcept {
  switch (done) {
    case write_kind::created: return "201 Created";
    case write_kind::deleted: return "204 No Content";
    default: return "200 OK";
  }
}

std::string outcome_of(const error& problem) {
  std::string out = fmt::format(R"({{"resourceType":"OperationOutcome","issue":[{{"severity":"error","code":"{}","diagnostics":)",
                                find(problem.code()).issue);
  fhir::json::append_quoted(out, describe(problem));
  return out + "}]}";
}

std::string etag(std::uint32_t version) { return fmt::format("W/\"{}\"", version); }

void append_response(std::string& out, const response& from) {
  out += fmt::format(R"({{"status":"{}")", from.status);
  if (!from.location.empty()) {
    out += R"(,"location":)";
    fhir::json::append_quoted(out, from.location);
  }
  if (from.version) {
    out += R"(,"etag":)";
    fhir::json::append_quoted(out, etag(*from.version));
  }
  if (from.updated) {
    if (const auto instant = format_instant(*from.updated)) out += fmt::format(R"(,"lastModified":"{}")", instant.value());
  }
  if (!from.outcome.empty()) out += R"(,"outcome":)" + from.outcome;
  out.push_back('}');
}

bundle_text::bundle_text(std::string_view type) : out_(fmt::format(R"({{"resourceType":"Bundle","type":"{}")", type)) {}

void bundle_text::link_next(std::string_view url) {
  out_ += R"(,"link":[{"relation":"next","url":)";
  fhir::json::append_quoted(out_, url);
  out_ += "}]";
}

void bundle_text::entry(std::string_view resource, std::string_view request, std::string_view response, std::string_view full_url) {
  out_ += any_ ? "," : R"(,"entry":[)";
  any_ = true;
  char separator = '{';
  const auto member = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    out_ += fmt::format("{}\"{}\":{}", separator, name, value);
    separator = ',';
  };
  if (!full_url.empty()) {
    std::string quoted;
    fhir::json::append_quoted(quoted, full_url);
    member("fullUrl", quoted);
  }
  member("resource", resource);
  member("request", request);
  member("response", response);
  out_.push_back('}');
}

std::string bundle_text::finish() {
  out_ += any_ ? "]}" : "}";
  return std::move(out_);
}

void append_version(bundle_text& to, const record& version) {
  const bool is_first = version.version == 1;
  const std::string_view method = version.deleted ? "DELETE" : is_first ? "POST" : "PUT";
  std::string url(fhir::name(version.type));
  if (method != "POST") url += "/" + version.id;
  const std::string request = fmt::format(R"({{"method":"{}","url":"{}"}})", method, url);
  std::string answered;
  append_response(answered, {status_of(version.deleted ? write_kind::deleted : is_first ? write_kind::created : write_kind::updated), {},
                             version.version, version.updated, {}});
  to.entry(version.json, request, answered);
}

}  // namespace phr::bundles

namespace phr {

std::string to_bundle(const history_page& page) {
  bundles::bundle_text text("history");
  if (!page.next.empty()) text.link_next("_history?page=" + page.next);
  for (const record& each : page.versions) bundles::append_version(text, each);
  return text.finish();
}

}  // namespace phr
