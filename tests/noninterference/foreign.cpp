// Names of pages that are not the asker's own: of the owner, of another store, of another listing, or spoilt.
#include "noninterference/operations.hpp"

namespace phr::twins {

namespace {

// Where the owner has no further page because nothing is hidden, what is no name takes its place: it has to be refused as theirs is.
constexpr std::string_view no_name = "x";

std::string token_of(session& as, const std::string& query) {
  const auto found = as.search(query);
  return found && !found.value().next_page().empty() ? found.value().next_page() : std::string(no_name);
}

// A listing that goes on behind a name, whatever it is a name of.
void go_on(stage& on, listing of, const std::string& query, const std::string& token, answer& to) {
  switch (of) {
    case listing::search: static_cast<void>(search_page(*on.who, query, {.page = token}, to)); return;
    case listing::history: static_cast<void>(history_listing(*on.who, {.count = 3, .page = token}, to)); return;
    case listing::everything: static_cast<void>(everything_page(*on.who, {.patient = query, .count = 3, .page = token}, to)); return;
    case listing::timeline: static_cast<void>(timeline_page(*on.who, {.patient = query, .most = 3, .behind = token}, to)); return;
  }
}

std::string spoilt(std::string token, std::size_t how, std::size_t where) {
  if (token.empty()) return std::string(no_name);
  where %= token.size();
  if (how == 0) return token.substr(0, where);
  if (how == 1) return token + "A";
  token[where] = token[where] == 'A' ? 'B' : 'A';
  return token;
}

// Of the same words, so that nothing but who made the name is another.
operation of_another(dice& by, const world& of, bool store) {
  question ask(by, of);
  const std::string query = ask.type() + "?_count=" + std::string(by.word("1|2|5")) + (by.chance(50) ? "" : "&_sort=" + std::string(by.word("_id|-_lastUpdated")));
  const std::string name = store ? "page of another store" : "page of the owner";
  return {name, query, [=](stage& on, answer& to) {
            const std::string token = token_of(store ? *on.elsewhere : *on.owner, query);
            go_on(on, listing::search, query, token, to);
          }};
}

// What is given to the owner is not the principal's to know, so only the principal's answer is written down.
operation owners_listing(dice& by, const world& of) {
  question ask(by, of);
  const std::string patient = ask.patient();
  if (by.chance(50)) {
    return {"page of the owner", "history", [](stage& on, answer& to) {
              const auto page = on.owner->history({.count = 4});
              go_on(on, listing::history, "", page && !page.value().next.empty() ? page.value().next : std::string(no_name), to);
            }};
  }
  return {"page of the owner", "timeline of " + patient, [=](stage& on, answer& to) {
            const auto events = on.owner->timeline({.patient = patient, .most = 3});
            go_on(on, listing::timeline, patient, events && !events.value().empty() ? events.value().back().place : std::string(no_name), to);
          }};
}

operation made_up(dice& by, const world& of) {
  question ask(by, of);
  const std::string patient = ask.patient();
  const auto kind = static_cast<listing>(by.below(4));
  const std::string token(by.word("1|7|25|1584169200000000/9|c1584169200000000.9|c0.0|AAAA|k|-1|0|99999999999999999999|r0.5"));
  return {"page that was made up", token, [=](stage& on, answer& to) { go_on(on, kind, kind == listing::search ? "Observation?_count=2" : patient, token, to); }};
}

}  // namespace

operation foreign_operation(dice& by, const world& of) {
  const std::size_t kind = by.below(10);
  if (kind < 2) return of_another(by, of, kind == 0);
  if (kind == 2) return owners_listing(by, of);
  if (kind == 3) return made_up(by, of);
  const std::size_t nth = by.below(1000);
  const std::size_t where = by.below(1000);
  const std::size_t how = by.below(5);
  question ask(by, of);
  const std::string other = ask.type() + "?_count=2";
  const std::string name = how < 3 ? "page that was spoilt" : "page of another listing";
  return {name, std::to_string(how) + " at " + std::to_string(where) + " " + other, [=](stage& on, answer& to) {
            if (on.pages.empty()) return;
            const page_name& mine = on.pages[nth % on.pages.size()];
            if (how < 3) return go_on(on, mine.of, mine.query, spoilt(mine.token, how, where), to);
            if (how == 3) return go_on(on, listing::search, other, mine.token, to);
            go_on(on, static_cast<listing>(where % 4), mine.query, mine.token, to);
          }};
}

operation others_operation(dice& by, const world& of) {
  question ask(by, of);
  const std::string query = ask.text(by.word("plain|sort|chain|include|compartment|all"));
  const bool by_owner = by.chance(60);
  return {by_owner ? "after the owner" : "after another", query, [=](stage& on, answer& to) {
            static_cast<void>((by_owner ? on.owner : on.another)->search(query));  // what it leaves behind is not to be seen
            static_cast<void>(search_page(*on.who, query, {}, to));
          }};
}

}  // namespace phr::twins
