#include "store/intern/sources.hpp"

#include <phr/core/id.hpp>
#include <phr/crypto/digest.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/reference.hpp>

#include <algorithm>

namespace phr::storage {

namespace {

constexpr std::size_t most_bytes = 2048;  // of a URI

char small(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool begins_with(std::string_view text, std::string_view begin) noexcept {
  return text.size() >= begin.size() && std::equal(begin.begin(), begin.end(), text.begin(), [](char a, char b) { return a == small(b); });
}

bool is_url(std::string_view text) noexcept { return begins_with(text, "http://") || begins_with(text, "https://"); }

bool is_utf8(std::string_view text) {
  std::string quoted = R"({"uri":)";
  fhir::json::append_quoted(quoted, text);
  fhir::json::document parsed;
  return parsed.parse(quoted + "}").has_value();
}

// Blanks, control characters, and those that only change how others are shown.
bool is_unseen(std::string_view text) noexcept {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte <= 0x20 || byte == 0x7F) return true;
    const auto next = [&](std::size_t nth) { return at + nth < text.size() ? static_cast<unsigned char>(text[at + nth]) : 0U; };
    if (byte == 0xC2 && next(1) <= 0xA0) return true;
    if (byte == 0xE2 && next(1) == 0x80 && (next(2) <= 0x8F || (next(2) >= 0xA8 && next(2) <= 0xAF))) return true;
    if (byte == 0xE2 && next(1) == 0x81 && next(2) >= 0x9F && next(2) <= 0xAF) return true;
    if (byte == 0xEF && next(1) == 0xBB && next(2) == 0xBF) return true;
  }
  return false;
}

// "hospital.example" of a URL; of any other URI all of it.
std::string_view name_in(std::string_view uri) noexcept {
  if (!is_url(uri)) return uri;
  const std::string_view rest = uri.substr(uri.find("//") + 2);
  return rest.substr(0, rest.find('/'));
}

}  // namespace

std::string source_uri(std::string_view text) {
  while (text.size() > 1 && text.back() == '/') text.remove_suffix(1);
  std::string kept(text);
  if (!is_url(text)) return kept;
  const std::size_t path = std::min(kept.find('/', kept.find("//") + 2), kept.size());
  std::transform(kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(path), kept.begin(), small);  // the scheme and the host
  return kept;
}

result<void> check_source_uri(std::string_view uri) {
  const auto refused = [](static_text why) { return error{errc::invalid_argument}.at(why); };
  if (uri.empty()) return refused("the source: its URI is empty");
  if (uri.size() > most_bytes) return refused("the source: a URI of more than 2,048 bytes");
  if (is_unseen(uri) || !is_utf8(uri)) return refused("the source: a URI is text without blanks and control characters");
  if (begins_with(uri, "urn:phr:") && uri != owner_source && uri != file_source) return refused("the source: urn:phr: is kept for what every file has");
  return success();
}

std::string base_of_url(std::string_view url) {
  if (!is_url(url)) return {};
  const auto parts = fhir::split_reference(url);
  return parts.type ? source_uri(parts.base) : std::string();
}

std::string base_of_request(std::string_view url) {
  if (!is_url(url)) return {};
  const std::string_view whole = url.substr(0, url.find_first_of("?#"));
  std::size_t begin = whole.find('/', whole.find("//") + 2);  // of the path
  while (begin != std::string_view::npos) {
    const std::size_t end = whole.find('/', begin + 1);
    const std::string_view segment = whole.substr(begin + 1, end == std::string_view::npos ? end : end - begin - 1);
    if (segment.starts_with('_') || segment.starts_with('$') || fhir::resource_type_named(segment)) return source_uri(whole.substr(0, begin));
    begin = end;
  }
  return source_uri(whole);
}

result<std::optional<std::int64_t>> find_source(database& in, std::string_view uri) {
  PHR_TRY(auto* select, in.use("SELECT id FROM source WHERE uri = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, uri).step());
  return found ? std::optional<std::int64_t>(select->integer(0)) : std::optional<std::int64_t>();
}

source_kind kind_of_source(std::string_view uri) noexcept {
  return is_url(uri) ? source_kind::server : uri == file_source ? source_kind::file : source_kind::named;
}

result<std::int64_t> make_source(database& in, std::string_view uri) {
  PHR_TRY(const auto known, find_source(in, uri));
  if (known) return *known;
  // A number is never given again while a name of it stands: see unit::forget_source.
  PHR_TRY(auto* insert, in.use("INSERT INTO source(uri, name, kind) VALUES(?1, ?2, ?3)"));
  const source_kind kind = kind_of_source(uri);
  insert->bind(1, uri).bind(2, kind == source_kind::file ? std::string_view("this file") : name_in(uri)).bind(3, static_cast<std::int64_t>(kind));
  PHR_TRY(insert->run());
  return in.on().last_key();
}

result<void> see_source(database& in, std::int64_t source, std::int64_t now) {
  PHR_TRY(auto* update, in.use("UPDATE source SET first_seen = coalesce(first_seen, ?2), last_seen = ?2 WHERE id = ?1 AND last_seen IS NOT ?2"));
  return update->bind(1, source).bind(2, now).run();
}

result<std::string> uri_of_source(database& in, std::int64_t source) {
  PHR_TRY(auto* select, in.use("SELECT uri FROM source WHERE id = ?1"));
  const sql::resetting after(*select);
  PHR_TRY(const bool found, select->bind(1, source).step());
  if (!found) return error{errc::damaged_page}.at("the source of a record");
  return std::string(select->text(0));
}

result<std::string> derived_id(std::string_view uri, fhir::resource_type type, std::string_view id, std::uint32_t attempt) {
  std::string text = "phr id 1";
  const std::string nth = std::to_string(attempt);
  for (const std::string_view each : {uri, std::string_view(fhir::name(type)), id, std::string_view(nth)}) {
    text.push_back('\0');
    text += each;
  }
  text.push_back('\0');
  PHR_TRY(const auto sum, crypto::sha256(as_bytes(text)));
  uuid made;
  std::copy_n(sum.begin(), made.bytes.size(), made.bytes.begin());
  made.bytes[6] = static_cast<std::uint8_t>(0x80U | (made.bytes[6] & 0x0FU));
  made.bytes[8] = static_cast<std::uint8_t>(0x80U | (made.bytes[8] & 0x3FU));
  return made.to_string();
}

}  // namespace phr::storage

namespace phr {

std::string_view name(source_kind kind) noexcept {
  switch (kind) {
    case source_kind::owner: return "owner";
    case source_kind::file: return "file";
    case source_kind::server: return "server";
    case source_kind::named: return "named";
  }
  return "";
}

}  // namespace phr
