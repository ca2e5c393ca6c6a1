#include "store/search/answer/search.hpp"

#include "store/index/extract.hpp"
#include "store/index/words.hpp"
#include "store/search/plan/compile.hpp"
#include "store/search/answer/contained.hpp"
#include "store/search/answer/include.hpp"
#include "store/search/plan/type_search.hpp"
#include "store/sql/access.hpp"

#include <algorithm>
#include <charconv>
#include <memory>

namespace phr::storage {

namespace {

// Reading a resource and looking at what it says takes about a step of SQLite's for each byte.
std::uint64_t steps_of(const record& read) noexcept { return read.json.size(); }

// The functions that SQL calls, for as long as a search runs.
class hooked {
 public:
  explicit hooked(const guarded_snapshot& guarded) : hooks_(sql_of(guarded.at()).hooks()) {
    const snapshot at = guarded.at();
    if (!guarded.sees_all()) hooks_.visible = [guarded](std::int64_t key) { return guarded.sees(key); };
    hooks_.token = [at](std::int64_t key, std::string_view ids, bool last, bool whole) { return token_of(at, key, ids, last, whole); };
    hooks_.words = [at](std::int64_t key, bool narrative, const text_list& lines) { return has_these(at, key, narrative, lines); };
    hooks_.label = [at](std::int64_t key, std::string_view ids, const text_list& lines) { return is_called(at, key, ids, lines); };
  }
  hooked(const hooked&) = delete;
  hooked& operator=(const hooked&) = delete;
  ~hooked() {
    hooks_.visible = {};
    hooks_.token = {};
    hooks_.words = {};
    hooks_.label = {};
  }

 private:
  // "12,13"
  static std::vector<std::uint16_t> numbers_of(std::string_view ids) {
    std::vector<std::uint16_t> made;
    while (!ids.empty()) {
      const std::size_t comma = std::min(ids.find(','), ids.size());
      std::uint16_t number = 0;
      std::from_chars(ids.data(), ids.data() + comma, number);
      made.push_back(number);
      ids.remove_prefix(std::min(comma + 1, ids.size()));
    }
    return made;
  }

  // What is only referred to, deleted or purged has nothing to be read, and so no value and no match. SQLite may ask for it before it looks
  // whether the resource is there: what stands beside a function is no guard of it.
  static result<std::optional<record>> if_there(const snapshot& at, result<record> found) {
    if (found) {
      PHR_TRY(spend(at, steps_of(found.value())));
      return std::optional(std::move(found.value()));
    }
    const errc why = found.error().code();
    if (why == errc::not_found || why == errc::gone) return std::optional<record>();
    return found.as_failure();
  }

  // Read from the resource itself: codes, URIs and references have no index by resource.
  static result<std::optional<std::string>> token_of(const snapshot& at, std::int64_t key, std::string_view ids, bool last, bool whole) {
    PHR_TRY(const auto found, if_there(at, whole ? at.current(key) : at.outline(key)));
    if (!found) return std::optional<std::string>();
    fhir::json::document parsed;
    PHR_TRY(parsed.parse(found->json));
    index_rows rows;
    const auto wanted = numbers_of(ids);
    rows.only = wanted;
    extract(parsed.root(), found->type, rows);
    std::optional<std::string_view> best;
    const auto take = [&](std::string_view text) {
      if (!best || (last ? *best < text : text < *best)) best = text;
    };
    for (const auto& row : rows.tokens) take(row.code);
    for (const auto& row : rows.uris) take(row.uri);
    for (const auto& row : rows.references) {
      if (row.type == fhir::resource_type{}) {
        take(row.url);
      } else {
        take(rows.keep(std::string(fhir::name(row.type)) + "/" + std::string(row.id)));
      }
    }
    return best ? std::optional(std::string(*best)) : std::nullopt;
  }

  static result<bool> has_these(const snapshot& at, std::int64_t key, bool narrative, const text_list& lines) {
    PHR_TRY(const auto found, if_there(at, at.current(key)));
    if (!found) return false;
    fhir::json::document parsed;
    PHR_TRY(parsed.parse(found->json));
    return has_words(narrative ? words_of_narrative(parsed.root()) : words_of_content(parsed.root()), lines.all());
  }

  static result<bool> is_called(const snapshot& at, std::int64_t key, std::string_view ids, const text_list& lines) {
    PHR_TRY(const auto found, if_there(at, at.current(key)));
    if (!found) return false;
    fhir::json::document parsed;
    PHR_TRY(parsed.parse(found->json));
    index_rows rows;
    const auto wanted = numbers_of(ids);
    rows.only = wanted;
    rows.with_labels = true;
    extract(parsed.root(), found->type, rows);
    return std::any_of(rows.labels.begin(), rows.labels.end(), [&](const string_row& row) { return lines.begins(row.normal); });
  }

  sql_hooks& hooks_;
};

class answering {
 public:
  answering(const guarded_snapshot& at, const query& asked, const search_setting& setting)
      : in_{at.at(), at, setting.now, !at.sees_all(), {}, 0}, asked_(asked), setting_(setting), hooks_(at) {}

  result<search_answer> run() {
    after_ = setting_.after;
    const bool of_a_type = !after_ || std::any_of(asked_.types.begin(), asked_.types.end(), [&](auto type) { return static_cast<int>(type) == after_->type; });
    if (!of_a_type) return error{errc::malformed_query}.at("the page");
    if (asked_.total != query_total::none || asked_.summary == query_summary::count) PHR_TRY(count());
    if (asked_.summary != query_summary::count) {
      if (asked_.types.size() > 1 && !asked_.sort.empty()) {
        PHR_TRY(sorted_types());
      } else {
        PHR_TRY(types_in_turn());
      }
      answer_.matched = answer_.matches.size();
      PHR_TRY(add_includes(in_, asked_, answer_.matches));
    }
    return std::move(answer_);
  }

 private:
  // Whether a type can have matches at all: one without the compartment has none.
  [[nodiscard]] bool takes_part(fhir::resource_type type) const {
    if (!asked_.compartment || type == fhir::resource_type::Patient || asked_.types.size() == 1) return true;
    const auto all = fhir::search_parameters(type);
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return fhir::is_compartment_parameter(type, each.id); });
  }

  // A total would tell of what is hidden.
  result<void> count() {
    if (in_.gated) return success();
    std::uint64_t total = 0;
    for (const fhir::resource_type type : asked_.types) {
      if (!takes_part(type)) continue;
      type_search one(in_, asked_, type);
      PHR_TRY(one.plan(nullptr));
      PHR_TRY(const std::uint64_t some, one.count());
      total += some;
    }
    answer_.total = total;
    return success();
  }

  [[nodiscard]] bool full() const { return asked_.count && answer_.matches.size() >= *asked_.count; }

  result<void> types_in_turn() {
    std::uint32_t skipped = after_ ? asked_.skip : 0;
    bool reached = !after_;
    for (const fhir::resource_type type : asked_.types) {
      const bool begun = after_ && static_cast<int>(type) == after_->type;
      reached = reached || begun;
      if (!reached || !takes_part(type)) continue;
      type_search one(in_, asked_, type);
      const page_position* after = begun ? &*after_ : nullptr;
      PHR_TRY(one.plan(after));
      std::vector<ordered_row> rows;
      PHR_TRY(one.each(after, [&](const ordered_row& row) {
        if (skipped < asked_.skip) {
          ++skipped;
          return true;
        }
        if (asked_.count && answer_.matches.size() + rows.size() >= *asked_.count) {
          more_ = true;
          return false;
        }
        rows.push_back(row);
        return true;
      }));
      explain(one, type);
      PHR_TRY(take(one, rows));
      if (more_) break;
    }
    if (more_ && *asked_.count != 0) answer_.next = last_;
    return success();
  }

  result<void> take(const type_search& by, const std::vector<ordered_row>& rows) {
    for (const ordered_row& each : rows) {
      PHR_TRY(auto found, match_of(in_.at, each.key));
      if (found) answer_.matches.push_back(std::move(*found));
    }
    if (!rows.empty()) last_ = by.position(rows.back());
    return success();
  }

  // Each type gives as much as a page may take; the first of all are the page.
  result<void> sorted_types() {
    struct one {
      ordered_row row;
      page_position position;
    };
    std::vector<one> all;
    std::vector<sort_key> keys;
    const std::uint64_t most = asked_.count ? std::uint64_t{*asked_.count} + (after_ ? 0 : asked_.skip) + 1 : UINT64_MAX;
    for (const fhir::resource_type type : asked_.types) {
      if (!takes_part(type)) continue;
      type_search by(in_, asked_, type);
      PHR_TRY(by.plan(after_ ? &*after_ : nullptr));
      std::uint64_t given = 0;
      PHR_TRY(by.each(after_ ? &*after_ : nullptr, [&](const ordered_row& row) {
        all.push_back({row, by.position(row)});
        return ++given < most;
      }));
      keys = by.keys();
      explain(by, type);
    }
    std::sort(all.begin(), all.end(), [&](const one& a, const one& b) { return compare(a.row, b.row, keys) < 0; });
    std::size_t skip = after_ ? 0 : asked_.skip;
    for (const one& each : all) {
      if (skip > 0) {
        --skip;
        continue;
      }
      if (full()) {
        if (*asked_.count != 0) answer_.next = last_;
        break;
      }
      PHR_TRY(auto found, match_of(in_.at, each.row.key));
      if (found) answer_.matches.push_back(std::move(*found));
      last_ = each.position;
    }
    return success();
  }

  void explain(const type_search& of, fhir::resource_type type) {
    if (setting_.explain) answer_.explained += std::string(fhir::name(type)) + "\n" + of.explained();
  }

  search_scope in_;
  const query& asked_;
  const search_setting& setting_;
  hooked hooks_;
  std::optional<page_position> after_;
  page_position last_;
  bool more_ = false;
  search_answer answer_;
};

}  // namespace

namespace {

result<search_answer> answer(const guarded_snapshot& at, const query& asked, const search_setting& setting) {
  if (asked.contained != query_contained::no) {
    if (!setting.contained) return error{errc::unsupported}.at("_contained").nth(asked.contained_ordinal);
    return answer_contained(at, asked, setting);
  }
  return std::make_unique<answering>(at, asked, setting)->run();
}

}  // namespace

result<search_answer> answer_search(const guarded_snapshot& at, const query& asked, const search_setting& setting) {
  sql_hooks& hooks = sql_of(at.at()).hooks();
  if (hooks.spending == nullptr) {  // nobody counts yet
    meter spent(hooks.watch, search_steps);
    const metered counting(at.at(), spent);
    return answer_search(at, asked, setting);
  }
  PHR_TRY(spend(at.at(), 1));
  auto found = answer(at, asked, setting);
  if (!found && hooks.spending->is_over()) return hooks.spending->why();  // whatever it was that ended first
  return found;
}

result<std::vector<match>> run_search(const guarded_snapshot& at, const query& asked, const search_setting& setting) {
  PHR_TRY(auto answer, answer_search(at, asked, setting));
  return std::move(answer.matches);
}

result<record> text_of_match(const guarded_snapshot& guarded, const match& of) {
  const snapshot& at = guarded.at();
  if (of.container.empty()) return at.current(of.key, of.type, of.id);
  PHR_TRY(record found, at.current(of.key));
  PHR_TRY(found.json, contained_text(found.json, of.id));
  found.type = of.type;
  found.id = of.id;
  return found;
}

namespace {

// The first errors, but for what is said of the question.
bool is_of_the_file(errc code) noexcept { return static_cast<int>(code) < static_cast<int>(errc::malformed_json) && code != errc::unsupported && code != errc::invalid_argument; }

}  // namespace

result<void> forgive(const guarded_snapshot& at, query& asked, std::int64_t now) {
  const hooked functions(at);
  search_scope in{at.at(), at, now, !at.sees_all(), {}, 0};
  meter* const spending = sql_of(at.at()).hooks().spending;
  // Of what is read, whether it is misunderstood for one of the types. What the file or the meter says is no fault of the text.
  const auto misunderstood = [&](const auto& read) -> result<bool> {
    for (const fhir::resource_type type : asked.types) {
      const auto understood = read(type);
      if (understood) continue;
      if (spending != nullptr && spending->is_over()) return spending->why();
      if (is_of_the_file(understood.error().code())) return understood.as_failure();
      return true;
    }
    return false;
  };
  for (auto each = asked.criteria.begin(); each != asked.criteria.end();) {
    PHR_TRY(const bool wrong, misunderstood([&](fhir::resource_type type) { return condition_of(in, type, *each, "d.k", true); }));
    if (wrong) {
      asked.ignored.push_back(each->ordinal);
      each = asked.criteria.erase(each);
    } else {
      ++each;
    }
  }
  for (auto each = asked.sort.begin(); each != asked.sort.end();) {
    PHR_TRY(const bool wrong, misunderstood([&](fhir::resource_type type) { return sort_key_of(in, type, *each); }));
    if (wrong) asked.ignored.push_back(each->ordinal);
    each = wrong ? asked.sort.erase(each) : each + 1;
  }
  for (auto each = asked.includes.begin(); each != asked.includes.end();) {
    const bool wrong = !check_include(in, *each);
    if (wrong) asked.ignored.push_back(each->ordinal);
    each = wrong ? asked.includes.erase(each) : each + 1;
  }
  if (asked.contained != query_contained::no && !check_contained(asked)) {
    asked.ignored.push_back(asked.contained_ordinal);
    asked.contained = query_contained::no;
  }
  std::sort(asked.ignored.begin(), asked.ignored.end());
  return success();
}

}  // namespace phr::storage
