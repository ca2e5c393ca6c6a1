#include "interactions/bundle/answer.hpp"

#include "interactions/bundle/response.hpp"
#include "interactions/bundle/searchset.hpp"
#include "interactions/search_page.hpp"
#include "store/search/answer/search.hpp"

#include <charconv>

namespace phr::bundles {

namespace {

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(mark);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value{};
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != text.data() + text.size()) return {};
  return value;
}

// Undoes the percent encoding that a colon or a plus sign of a time may have.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      out.push_back(text[at]);
      continue;
    }
    unsigned value = 0;
    const char* const begin = text.data() + at + 1;
    if (text.size() - at < 3) return {};
    const auto read = std::from_chars(begin, begin + 2, value, 16);
    if (read.ec != std::errc{} || read.ptr != begin + 2) return {};
    out.push_back(static_cast<char>(value));
    at += 2;
  }
  return out;
}

error malformed(std::uint64_t ordinal) { return error{errc::malformed_query}.at("the URL of an entry").nth(ordinal); }

result<void> add_parameter(history_query& to, std::string_view text, std::uint64_t ordinal) {
  const std::size_t equals = text.find('=');
  const auto value = decoded(text.substr(equals == std::string_view::npos ? text.size() : equals + 1));
  if (!value || value->empty()) return malformed(ordinal);
  const std::string_view name = text.substr(0, equals);
  if (name == "_count") {
    const auto count = number<std::uint32_t>(*value);
    if (!count) return malformed(ordinal);
    to.count = *count;
  } else if (name == "_since") {
    const auto moment = parse_instant(*value);
    if (!moment) return malformed(ordinal);
    to.since = moment.value().as_interval().low;
  } else if (name == "_at") {
    const auto moment = parse_search_date(*value);
    if (!moment) return malformed(ordinal);
    to.at = moment.value().as_interval();
  } else if (name == "page") {
    to.page = *value;
  } else {
    return error{errc::unknown_parameter}.at("the URL of an entry").nth(ordinal);
  }
  return success();
}

result<history_query> history_of(std::optional<std::string_view> type, std::string_view id, std::string_view parameters) {
  history_query made;
  made.id = id;
  if (type) {
    made.type = fhir::resource_type_named(*type);
    if (!made.type) return error{errc::unknown_resource_type}.at("the URL of an entry");
  }
  if (parameters.empty()) return made;
  std::uint64_t ordinal = 0;
  for (const std::string_view each : split(parameters, '&')) PHR_TRY(add_parameter(made, each, ordinal++));
  return made;
}

interactions::looked_up<answer> give_record(interactions::looked_up<record> looked, const planned& step) {
  if (!looked.found) return {looked.found.error(), std::move(looked.row)};
  const record& read = looked.found.value();
  const bool same = (step.if_none_match && *step.if_none_match == read.version) ||
                    (!step.if_none_match && step.if_modified_since && read.updated <= *step.if_modified_since);
  answer made;
  append_response(made.response, {same ? "304 Not Modified" : "200 OK", {}, read.version, read.updated, {}});
  if (!same && !step.head) made.resource = read.json;
  return {std::move(made), std::move(looked.row)};
}

interactions::looked_up<answer> give_bundle(std::string text, bool head, std::optional<storage::audit_row> row) {
  answer made;
  append_response(made.response, {"200 OK", {}, {}, {}, {}});
  if (!head) made.resource = std::move(text);
  return {std::move(made), std::move(row)};
}

interactions::looked_up<answer> give_history(gate::door& in, const storage::guarded_snapshot& at, const result<history_query>& asked, const planned& step) {
  if (!asked) return {asked.error(), {}};
  auto looked = interactions::look_back(in, at, asked.value());
  if (!looked.found) return {looked.found.error(), std::move(looked.row)};
  return give_bundle(to_bundle(looked.found.value()), step.head, std::move(looked.row));
}

struct searched {
  std::string text;
  storage::audit_row row;
};

// `url` is Type?..., and goes on behind the page that its last parameter `page` names.
result<searched> search(gate::door& in, const storage::guarded_snapshot& at, std::string_view url) {
  storage::search_setting setting;
  setting.now = in.now();
  std::string page;
  if (const std::size_t mark = url.rfind(page_parameter); mark != std::string_view::npos && mark != 0 && (url[mark - 1] == '&' || url[mark - 1] == '?')) {
    page = url.substr(mark + page_parameter.size());
    url = url.substr(0, mark - 1);
  }
  PHR_TRY(const storage::query asked, storage::parse_query(url));
  setting.contained = true;
  PHR_TRY(const auto paged, interactions::search_page(in, at, asked, std::move(setting), url, page));
  std::string text;
  const auto append = [&](std::string_view piece) {
    text += piece;
    return true;
  };
  PHR_TRY(const std::string next, interactions::next_page_of(in.places(), paged.found, paged.question));
  PHR_TRY(write({at, asked, paged.found, next, page.empty() && next.empty()}, url, append));
  const auto type = asked.types.size() == 1 ? asked.types.front() : fhir::resource_type{};
  return searched{std::move(text), in.row(audit_action::search, type, 0, static_cast<std::int64_t>(paged.found.matches.size()))};
}

}  // namespace

interactions::looked_up<answer> answer_read(gate::door& in, const storage::guarded_snapshot& at, const planned& step) {
  const std::string_view url = step.url;
  const std::size_t question = url.find('?');
  const auto path = split(url.substr(0, question), '/');
  const std::string_view parameters = question == std::string_view::npos ? std::string_view{} : url.substr(question + 1);
  if (path.size() == 1 && path[0] == "_history") return give_history(in, at, history_of({}, {}, parameters), step);
  if (path.size() == 2 && path[1] == "_history") return give_history(in, at, history_of(path[0], {}, parameters), step);
  if (path.size() == 3 && path[2] == "_history") return give_history(in, at, history_of(path[0], path[1], parameters), step);
  const bool is_version = path.size() == 4 && path[2] == "_history";
  if (is_version || path.size() == 2) {
    const auto type = fhir::resource_type_named(path[0]);
    if (!type) return {error{errc::unknown_resource_type}.at("the URL of an entry"), {}};
    const auto version = is_version ? number<std::uint32_t>(path[3]) : std::nullopt;
    if (!parameters.empty() || (is_version && !version)) return {malformed(0), {}};
    return give_record(interactions::look_up(in, at, *type, path[1], version), step);
  }
  auto searched = search(in, at, url);
  if (!searched) return {searched.error(), {}};
  return give_bundle(std::move(searched.value().text), step.head, std::move(searched.value().row));
}

}  // namespace phr::bundles
