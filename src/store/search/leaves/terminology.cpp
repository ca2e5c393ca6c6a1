#include "store/search/leaves/terminology.hpp"

#include "store/intern/interner.hpp"
#include "store/sql/access.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/json.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace phr::storage {

namespace {

namespace json = fhir::json;
using coding_keys = std::vector<std::int64_t>;

constexpr int most_levels = 16;  // ValueSets within each other, and levels of a hierarchy times eight

std::string text_of(const json::value& of) {
  std::string scratch;
  return std::string(of.text(scratch));
}

class terminology {
 public:
  explicit terminology(const leaf_query& asked) : asked_(asked) {}

  result<coding_keys> value_set(const std::string& url, int depth = 0) {
    if (depth > most_levels) return asked_.refuse(errc::too_deep);
    json::document set;
    PHR_TRY(read(fhir::resource_type::ValueSet, url, set));
    coding_keys found;
    const json::value root = set.root();
    if (root["expansion"]["contains"]) {
      PHR_TRY(add_contained(root["expansion"]["contains"], found));
      return found;
    }
    for (const json::value& each : root["compose"]["include"].elements()) {
      PHR_TRY(const coding_keys some, included(each, depth));
      found.insert(found.end(), some.begin(), some.end());
    }
    for (const json::value& each : root["compose"]["exclude"].elements()) {
      PHR_TRY(coding_keys some, included(each, depth));
      std::sort(some.begin(), some.end());
      std::erase_if(found, [&](std::int64_t key) { return std::binary_search(some.begin(), some.end(), key); });
    }
    return found;
  }

  // The codes over or under one, itself among them.
  result<coding_keys> hierarchy(const std::string& system, const std::string& code, bool below) {
    json::document set;
    PHR_TRY(read(fhir::resource_type::CodeSystem, system, set));
    std::vector<std::string> codes{code};
    std::vector<std::string> over;
    collect(set.root()["concept"], code, below, false, over, codes, 0);
    coding_keys found;
    for (const std::string& each : codes) {
      PHR_TRY(const coding_keys some, codings_of(asked_.in, &system, each));
      found.insert(found.end(), some.begin(), some.end());
    }
    return found;
  }

 private:
  result<void> read(fhir::resource_type type, const std::string& name, json::document& into) {
    std::int64_t key = 0;
    const std::string prefix = std::string(fhir::name(type)) + "/";
    if (name.starts_with(prefix) && is_valid_id(std::string_view(name).substr(prefix.size()))) {
      PHR_TRY(key, find_identity(sql_of(asked_.in.at), type, std::string_view(name).substr(prefix.size())));
    } else {
      PHR_TRY(key, by_url(type, name.substr(0, name.find('|'))));
    }
    if (key == 0) return asked_.refuse(errc::not_found);
    if (const auto& visible = sql_of(asked_.in.at).hooks().visible) {
      PHR_TRY(const bool shown, visible(key));
      if (!shown) return asked_.refuse(errc::not_found);
    }
    const auto found = asked_.in.at.current(key);
    if (!found) return asked_.refuse(found.error().code() == errc::gone ? errc::not_found : found.error().code());
    PHR_TRY(spend(asked_.in.at, found.value().json.size()));
    return into.parse(found.value().json);
  }

  // The newest of that URL that may be seen: one that is hidden stands in no other's way.
  result<std::int64_t> by_url(fhir::resource_type type, const std::string& url) {
    const resolved_parameter parameter = resolved(type, *fhir::find_search_parameter(type, "url"));
    PHR_TRY(const std::int64_t term, find_term(sql_of(asked_.in.at), url));
    PHR_TRY(auto* select, sql_of(asked_.in.at).use("SELECT resource FROM index_uri WHERE parameter = ?1 AND term = ?2"));
    const sql::resetting after(*select);
    select->bind(1, std::int64_t{parameter.ids.front()}).bind(2, term);
    std::int64_t newest = 0;
    std::int64_t place = -1;
    for (;;) {
      PHR_TRY(const bool more, select->step());
      if (!more) return newest;
      const std::int64_t key = select->integer(0);
      PHR_TRY(const bool shown, asked_.in.guarded.sees(key));
      if (!shown) continue;
      PHR_TRY(const std::int64_t its, asked_.in.guarded.place_of(key));
      if (its > place) newest = key;
      place = std::max(place, its);
    }
  }

  result<void> add_contained(const json::value& list, coding_keys& into) {
    for (const json::value& each : list.elements()) {
      const std::string system = text_of(each["system"]);
      if (each["code"] && !each["abstract"].is_true()) {
        PHR_TRY(const coding_keys some, codings_of(asked_.in, &system, text_of(each["code"])));
        into.insert(into.end(), some.begin(), some.end());
      }
      PHR_TRY(add_contained(each["contains"], into));
    }
    return success();
  }

  result<coding_keys> included(const json::value& part, int depth) {
    if (part["filter"].size() != 0) return asked_.refuse(errc::unsupported);
    coding_keys found;
    const std::string system = text_of(part["system"]);
    if (part["concept"].size() != 0) {
      for (const json::value& each : part["concept"].elements()) {
        PHR_TRY(const coding_keys some, codings_of(asked_.in, &system, text_of(each["code"])));
        found.insert(found.end(), some.begin(), some.end());
      }
    } else if (!system.empty()) {
      PHR_TRY(found, codings_of(asked_.in, &system, ""));
    }
    bool first = system.empty();
    for (const json::value& each : part["valueSet"].elements()) {  // what is in all of them
      PHR_TRY(coding_keys some, value_set(text_of(each), depth + 1));
      if (first) found = some;
      first = false;
      std::sort(some.begin(), some.end());
      std::erase_if(found, [&](std::int64_t key) { return !std::binary_search(some.begin(), some.end(), key); });
    }
    return found;
  }

  // `inside`: under the code that is asked for. `over`: the codes above this place.
  static void collect(const json::value& concepts, const std::string& code, bool below, bool inside, std::vector<std::string>& over,
                      std::vector<std::string>& into, int depth) {
    if (depth > most_levels * 8) return;
    for (const json::value& each : concepts.elements()) {
      const std::string own = text_of(each["code"]);
      if (inside) into.push_back(own);
      if (own == code && !below) into.insert(into.end(), over.begin(), over.end());
      over.push_back(own);
      collect(each["concept"], code, below, inside || (below && own == code), over, into, depth + 1);
      over.pop_back();
    }
  }

  const leaf_query& asked_;
};

}  // namespace

result<std::vector<std::int64_t>> codings_by_terminology(const leaf_query& asked, const query_value& value) {
  if (asked.modifier == "in" || asked.modifier == "not-in") {
    std::string url = value.parts[0];
    for (std::size_t part = 1; part < value.parts.size(); ++part) url += "|" + value.parts[part];
    return terminology(asked).value_set(url);
  }
  if (value.parts.size() != 2 || value.parts[0].empty() || value.parts[1].empty()) return asked.refuse(errc::malformed_query);
  return terminology(asked).hierarchy(value.parts[0], value.parts[1], asked.modifier == "below");
}

}  // namespace phr::storage
