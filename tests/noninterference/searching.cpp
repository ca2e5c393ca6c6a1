// Searches, page by page.
#include "noninterference/operations.hpp"

#include <algorithm>

namespace phr::twins {

namespace {

constexpr int most_pages = 40;

void say_hit(answer& to, const hit& of, bool with_json) {
  std::string line = std::string(fhir::name(of.type())) + "/" + of.id() + " version " + std::to_string(of.version()) + " at " + std::to_string(of.updated());
  if (of.is_included()) line += " included";
  if (!of.container().empty()) line += " in " + of.container();
  to.say("hit", line);
  if (!with_json) return;
  const auto json = of.json();
  json ? to.say("json", json.value()) : to.fail(json.error());
  const auto summary = of.summary();
  if (summary) to.say("summary", summary.value().title + " | " + summary.value().value + " | " + summary.value().when);
}

void say_hits(answer& to, const hits& of) {
  to.say("size", of.size());
  to.say("matched", of.matched());
  to.say("total", of.total() ? std::to_string(*of.total()) : "none");
  for (const std::uint64_t each : of.ignored()) to.say("ignored", each);
  const bool few = of.size() <= 20;
  for (const hit& each : of) say_hit(to, each, few);
  if (few) return;
  const auto take = [&](std::string_view json) {
    to.say("json", json);
    return true;
  };
  const auto done = of.each(take);
  if (!done) to.fail(done.error());
}

// All pages of one moment.
void search_in_portions(session& as, const std::string& query, std::uint32_t portion, const moment& as_of, answer& to) {
  auto first = as.search(query, {.portion = portion, .as_of = as_of});
  if (!first) return to.fail(first.error());
  to.say("portion", first.value().is_portion() ? "yes" : "no");
  say_hits(to, first.value());
  std::string next = first.value().next_page();
  for (int pages = 0; !next.empty() && pages < most_pages; ++pages) {
    to.place("next", next);
    const auto more = as.search(query, {.page = next, .portion = portion, .as_of = first.value().as_of()});
    if (!more) return to.fail(more.error());
    say_hits(to, more.value());
    next = more.value().next_page();
  }
  to.place("next", next);
}

// The same by a cursor, which is one hit after the other.
void search_by_cursor(session& as, const std::string& query, const moment& as_of, answer& to) {
  auto over = as.search_cursor(query, {.as_of = as_of});
  if (!over) return to.fail(over.error());
  to.say("total", over.value().total() ? std::to_string(*over.value().total()) : "none");
  to.place("next", over.value().next_page());
  for (;;) {
    const auto next = over.value().next();
    if (!next) return to.fail(next.error());
    if (!next.value()) return to.say("at end", over.value().at_end() ? "yes" : "no");
    say_hit(to, *next.value(), false);
  }
}

}  // namespace

std::string search_page(session& as, const std::string& query, const search_options& options, answer& to) {
  const auto found = as.search(query, options);
  if (!found) {
    to.fail(found.error());
    return {};
  }
  say_hits(to, found.value());
  to.place("next", found.value().next_page());
  return found.value().next_page();
}

void keep_page(stage& on, listing of, const std::string& query, const std::string& token, const std::string& before) {
  if (token.empty()) return;
  on.pages.push_back({of, query, token});
  if (before.size() != token.size() || token.size() < 24) return;
  std::size_t alike = 0;
  for (std::size_t at = 0; at < token.size(); ++at) alike += token[at] == before[at] ? 1U : 0U;
  if (alike * 2 > token.size()) on.faults.push_back("places of two pages are alike, so they are not sealed: " + query);
}

operation search_operation(dice& by, const world& of, std::string_view kind) {
  question ask(by, of);
  const std::string query = ask.text(kind);
  const std::size_t way = by.below(20);
  const std::string name = "search " + std::string(kind);
  if (way == 0) return {name, "lenient " + query, [query](stage& on, answer& to) { static_cast<void>(search_page(*on.who, query, {.lenient = true, .as_of = on.as_of}, to)); }};
  if (way < 3) {
    const auto portion = static_cast<std::uint32_t>(1 + by.below(20));
    return {name, "in portions of " + std::to_string(portion) + " " + query, [=](stage& on, answer& to) { search_in_portions(*on.who, query, portion, on.as_of, to); }};
  }
  if (way == 4) return {name, "by a cursor " + query, [query](stage& on, answer& to) { search_by_cursor(*on.who, query, on.as_of, to); }};
  if (way == 3) {  // to which only the owner is held: work over what is hidden would be counted out
    const std::uint64_t steps = 1 + by.below(50'000);
    return {name, "with a budget of " + std::to_string(steps) + " " + query, [=](stage& on, answer& to) {
              std::uint64_t told = 0;
              const auto watch = [&](const progress_step& step) {
                told = std::max({told, step.done, step.total});
                return true;
              };
              static_cast<void>(search_page(*on.who, query, {.watch = watch, .max_steps = steps, .as_of = on.as_of}, to));
              to.say("steps", told);
            }};
  }
  return {name, query, [query](stage& on, answer& to) {
            std::string before;
            for (int pages = 0; pages < most_pages; ++pages) {
              const std::string next = search_page(*on.who, query, {.page = before, .as_of = on.as_of}, to);
              keep_page(on, listing::search, query, next, before);
              if (next.empty()) return;
              before = next;
            }
          }};
}

operation sweep_operation(std::string_view query) {
  return {"sweep", std::string(query), [query = std::string(query)](stage& on, answer& to) { static_cast<void>(search_page(*on.who, query, {}, to)); }};
}

}  // namespace phr::twins
