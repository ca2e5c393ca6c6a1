#include "interactions/bundle/searchset.hpp"

#include "interactions/hit_reader.hpp"
#include "interactions/hits_state.hpp"

#include <phr/fhir/json.hpp>
#include <phr/interactions/searchset.hpp>

#include <fmt/format.h>

#include <optional>

namespace phr::bundles {

namespace {

std::optional<std::uint64_t> total_of(const searchset& from) {
  if (from.found.total) return from.found.total;
  const bool gives_matches = from.asked.summary != storage::query_summary::count && from.asked.count != 0U && from.asked.skip == 0;
  if (from.is_all && gives_matches && from.at.sees_all()) return from.found.matched;
  return std::nullopt;
}

std::string head_of(const searchset& from, std::string_view url) {
  std::string text = R"({"resourceType":"Bundle","type":"searchset")";
  if (const auto total = total_of(from)) text += fmt::format(R"(,"total":{})", *total);
  if (!from.next.empty()) {
    text += R"(,"link":[{"relation":"next","url":)";
    fhir::json::append_quoted(text, fmt::format("{}{}{}{}", url, url.find('?') == std::string_view::npos ? '?' : '&', page_parameter, from.next));
    text += "}]";
  }
  return text;
}

std::string entry_of(const storage::match& match, std::string_view json) {
  std::string text = "{";
  if (!match.container.empty()) {
    text += R"("fullUrl":)";
    fhir::json::append_quoted(text, match.container + "#" + match.id);
    text += ",";
  }
  return fmt::format(R"({}"resource":{},"search":{{"mode":"{}"}}}})", text, json, match.included ? "include" : "match");
}

}  // namespace

result<void> write(const searchset& from, std::string_view url, const resource_sink& to) {
  interactions::hit_reader reader(from.at, from.found, from.asked, 0, from.found.matches.size());
  const auto put = [&](const std::string& text) -> result<void> {
    if (to(text)) return success();
    return error{errc::cancelled}.at("writing what was found").nth(reader.taken());
  };
  PHR_TRY(put(head_of(from, url)));
  while (!reader.at_end()) {
    const bool is_first = reader.taken() == 0;
    const storage::match& match = from.found.matches[reader.taken()];
    PHR_TRY(const std::string_view json, reader.next());
    PHR_TRY(put((is_first ? R"(,"entry":[)" : ",") + entry_of(match, json)));
  }
  return put(from.found.matches.empty() ? "}" : "]}");
}

}  // namespace phr::bundles

namespace phr {

result<void> write_searchset(const hits& found, std::string_view url, const resource_sink& to) {
  const hits::state& of = found.of();
  return bundles::write({of.seen.at, of.asked, of.found, found.next_page(), of.is_all}, url, to);
}

}  // namespace phr
