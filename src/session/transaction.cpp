// Collecting writes into a Bundle of type transaction.
#include <phr/session/transaction.hpp>

#include "interactions/bundle/plan.hpp"
#include "interactions/bundle/response.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/random.hpp>
#include <phr/session/session.hpp>

#include <fmt/format.h>

#include <charconv>
#include <utility>

namespace phr {

namespace {

namespace json = fhir::json;

// What stands in Bundle.entry.request. Texts that are empty are left out.
struct request {
  std::string_view method;
  std::string_view url;
  std::string_view if_none_exist = {};
  std::optional<std::uint32_t> if_match = {};
};

std::string text_of(const request& asked) {
  std::string out = fmt::format(R"({{"method":"{}","url":)", asked.method);
  json::append_quoted(out, asked.url);
  if (!asked.if_none_exist.empty()) {
    out += R"(,"ifNoneExist":)";
    json::append_quoted(out, asked.if_none_exist);
  }
  if (asked.if_match) {
    out += R"(,"ifMatch":)";
    json::append_quoted(out, bundles::etag(*asked.if_match));
  }
  return out + "}";
}

std::string compact(const json::value& of) {
  std::string out;
  json::append_compact(out, of);
  return out;
}

struct single_resource {
  fhir::resource_type type = {};
  std::string id;  // "" where it has none
  std::string text;
};

// The one resource that a text holds, checked as session::update checks it.
result<single_resource> single(std::string_view text) {
  json::document parsed;
  PHR_TRY(parsed.parse(text));
  if (parsed.root()["resourceType"].raw_text() == "Bundle") {
    return parsed.root()["resourceType"].locate(error{errc::invalid_value}.at("resourceType: import or execute a Bundle"));
  }
  PHR_TRY(auto plan, bundles::make_plan(parsed.root(), {}));
  bundles::planned& only = plan.steps.front();
  return single_resource{only.type, only.names_id ? std::move(only.id) : std::string(), compact(parsed.root())};
}

std::string reference_to(fhir::resource_type type, std::string_view id) { return fmt::format("{}/{}", fhir::name(type), id); }

// What the transaction calls a resource whose id is not known yet.
result<std::string> new_name() {
  std::array<std::uint8_t, 16> random{};
  PHR_TRY(crypto::fill(random));
  return "urn:uuid:" + uuid::from_random_bytes(random).to_string();
}

result<void> check_criteria(std::string_view criteria) {
  if (criteria.empty()) return error{errc::malformed_query}.at("a condition without a criterion");
  return success();
}

// The type of "Type?criteria".
result<fhir::resource_type> type_of_query(std::string_view query) {
  const std::size_t question = query.find('?');
  const auto type = fhir::resource_type_named(query.substr(0, question));
  if (!type) return error{errc::unknown_resource_type}.at("the condition");
  PHR_TRY(check_criteria(question == std::string_view::npos ? std::string_view() : query.substr(question + 1)));
  return *type;
}

result<void> check_id(std::string_view id) {
  if (!is_valid_id(id)) return error{errc::invalid_id}.at("id");
  return success();
}

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string to_base64(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t there = std::min<std::size_t>(3, bytes.size() - at);
    std::uint32_t group = 0;
    for (std::size_t each = 0; each < 3; ++each) group = group << 8U | (each < there ? static_cast<unsigned char>(bytes[at + each]) : 0U);
    for (std::size_t each = 0; each < 4; ++each) out.push_back(each <= there ? alphabet[group >> (18U - 6U * each) & 63U] : '=');
  }
  return out;
}

// A patch as a Bundle has it: Parameters as they are, the array of a JSON Patch in a Binary.
result<std::string> patch_resource(std::string_view description) {
  json::document parsed;
  PHR_TRY(parsed.parse(description));
  const json::value root = parsed.root();
  if (root.is_object() && root["resourceType"].raw_text() == "Parameters") return compact(root);
  if (!root.is_array()) return root.locate(error{errc::wrong_type}.at("a patch: an array or Parameters"));
  return fmt::format(R"({{"resourceType":"Binary","contentType":"application/json-patch+json","data":"{}"}})", to_base64(compact(root)));
}

// W/"3" as 3.
std::optional<std::uint32_t> version_of(std::string_view etag) {
  const std::size_t quote = etag.find('"');
  if (quote == std::string_view::npos) return {};
  std::uint32_t version = 0;
  const char* const begin = etag.data() + quote + 1;
  if (std::from_chars(begin, etag.data() + etag.size(), version).ec != std::errc{}) return {};
  return version;
}

// Completes what is known of a write by Bundle.entry.response of its answer.
landed_write landed(landed_write known, const json::value& response) {
  std::string scratch;
  known.created = response["status"].raw_text().starts_with("201");
  known.version = version_of(response["etag"].text(scratch));
  std::string_view location = response["location"].text(scratch);  // Type/id/_history/version
  location = location.substr(std::min(location.find('/') + 1, location.size()));
  if (!location.empty()) known.id = location.substr(0, location.find('/'));
  return known;
}

}  // namespace

std::string transaction::add(write made) {
  writes_.push_back(std::move(made));
  return writes_.back().full_url;
}

result<std::string> transaction::create(std::string_view text) {
  PHR_TRY(auto resource, single(text));
  PHR_TRY(auto name, new_name());
  return add({resource.type, {}, std::move(name), std::move(resource.text), text_of({"POST", fhir::name(resource.type)})});
}

result<std::string> transaction::create_if_none(std::string_view text, std::string_view criteria) {
  PHR_TRY(auto resource, single(text));
  PHR_TRY(check_criteria(criteria));
  PHR_TRY(auto name, new_name());
  return add({resource.type, {}, std::move(name), std::move(resource.text), text_of({"POST", fhir::name(resource.type), criteria})});
}

result<std::string> transaction::update(std::string_view text, std::optional<std::uint32_t> if_match) {
  PHR_TRY(auto resource, single(text));
  if (resource.id.empty()) return error{errc::missing_element}.at("id");
  auto name = reference_to(resource.type, resource.id);
  auto asked = text_of({"PUT", name, {}, if_match});
  return add({resource.type, std::move(resource.id), std::move(name), std::move(resource.text), std::move(asked)});
}

result<std::string> transaction::update_where(std::string_view text, std::string_view criteria, std::optional<std::uint32_t> if_match) {
  PHR_TRY(auto resource, single(text));
  PHR_TRY(check_criteria(criteria));
  PHR_TRY(auto name, new_name());
  const std::string url = fmt::format("{}?{}", fhir::name(resource.type), criteria);
  return add({resource.type, {}, std::move(name), std::move(resource.text), text_of({"PUT", url, {}, if_match})});
}

result<std::string> transaction::patch(fhir::resource_type type, std::string_view id, std::string_view description, std::optional<std::uint32_t> if_match) {
  PHR_TRY(check_id(id));
  PHR_TRY(auto resource, patch_resource(description));
  auto name = reference_to(type, id);
  auto asked = text_of({"PATCH", name, {}, if_match});
  return add({type, std::string(id), std::move(name), std::move(resource), std::move(asked)});
}

result<std::string> transaction::patch_where(std::string_view query, std::string_view description, std::optional<std::uint32_t> if_match) {
  PHR_TRY(const auto type, type_of_query(query));
  PHR_TRY(auto resource, patch_resource(description));
  PHR_TRY(auto name, new_name());
  return add({type, {}, std::move(name), std::move(resource), text_of({"PATCH", query, {}, if_match})});
}

result<void> transaction::remove(fhir::resource_type type, std::string_view id, std::optional<std::uint32_t> if_match) {
  PHR_TRY(check_id(id));
  add({type, std::string(id), {}, {}, text_of({"DELETE", reference_to(type, id), {}, if_match})});
  return success();
}

result<void> transaction::remove_where(std::string_view query, std::optional<std::uint32_t> if_match) {
  PHR_TRY(const auto type, type_of_query(query));
  add({type, {}, {}, {}, text_of({"DELETE", query, {}, if_match})});
  return success();
}

std::string transaction::bundle() const {
  bundles::bundle_text text("transaction");
  for (const write& each : writes_) text.entry(each.resource, each.request, {}, each.full_url);
  return text.finish();
}

result<std::vector<landed_write>> transaction::land(session& in, const progress& watch) {
  std::vector<landed_write> all;
  if (writes_.empty()) return all;
  const auto answered = in.execute(bundle(), watch);
  if (!answered) return answered.error().in(0, 0);  // line and column of a text that the caller has not seen
  const auto writes = std::exchange(writes_, {});
  json::document parsed;
  PHR_TRY(parsed.parse(answered.value()));
  std::size_t at = 0;
  for (const json::value& each : parsed.root()["entry"].elements()) {
    const write& asked = writes[at++];
    all.push_back(landed({asked.type, asked.id, {}, false, asked.full_url}, each["response"]));
  }
  return all;
}

}  // namespace phr
