// Reads of one resource, and history.
#include "noninterference/operations.hpp"

namespace phr::twins {

namespace {

fhir::resource_type type_named(std::string_view name) { return fhir::resource_type_named(name).value_or(fhir::resource_type{}); }

void say_record(answer& to, const result<record>& found) { found ? to.resource(found.value()) : to.fail(found.error()); }

constexpr std::int64_t day = 86'400'000'000;

}  // namespace

std::string history_listing(session& as, history_query asked, answer& to) {
  const auto page = as.history(asked);
  if (!page) {
    to.fail(page.error());
    return {};
  }
  to.say("versions", page.value().versions.size());
  for (const record& each : page.value().versions) to.resource(each);
  to.place("next", page.value().next);
  return page.value().next;
}

operation read_operation(dice& by, const world& of) {
  question ask(by, of);
  name what = ask.any_name();
  if (by.chance(6)) what.id = by.word("nobody|not an id!|nobody-at-all-with-a-name-that-is-longer-than-any-identifier-may-be-in-fhir-r4");
  if (by.chance(4)) what.type = ask.type();
  const auto type = type_named(what.type);
  const std::string text = what.type + "/" + what.id;
  if (by.chance(45)) return {"read", text, [=](stage& on, answer& to) { say_record(to, on.who->read(type, what.id, on.as_of)); }};
  if (by.chance(50)) {
    const auto version = static_cast<std::uint32_t>(by.below(5));
    return {"vread", text + "/_history/" + std::to_string(version), [=](stage& on, answer& to) { say_record(to, on.who->vread(type, what.id, version, on.as_of)); }};
  }
  return {"history of one", text + "/_history", [=](stage& on, answer& to) {
            const auto found = on.who->history(type, what.id, on.as_of);
            if (!found) return to.fail(found.error());
            for (const record& each : found.value()) to.resource(each);
          }};
}

operation history_operation(dice& by, const world& of) {
  question ask(by, of);
  history_query asked;
  std::string text;
  if (by.chance(70)) {
    const name& what = ask.any_name();
    asked.type = type_named(what.type);
    text = what.type;
    if (by.chance(35)) {
      asked.id = what.id;
      text += "/" + what.id;
    }
  } else if (by.chance(5)) {
    asked.id = "without-type";
  }
  text += "/_history?";
  if (by.chance(25)) {
    asked.since = script_now - static_cast<std::int64_t>(by.below(95)) * day;
    text += "_since=" + std::to_string(*asked.since);
  }
  if (by.chance(25)) {
    const std::int64_t from = script_now - static_cast<std::int64_t>(by.below(95)) * day;
    asked.at = time_interval{from, from + static_cast<std::int64_t>(1 + by.below(20)) * day};
    text += "&_at=" + std::to_string(from);
  }
  if (by.chance(60)) {
    asked.count = static_cast<std::uint32_t>(1 + by.below(9));
    text += "&_count=" + std::to_string(asked.count);
  }
  return {"history", text, [=](stage& on, answer& to) {
            history_query page = asked;
            page.as_of = on.as_of;
            for (int pages = 0; pages < 30; ++pages) {
              const std::string next = history_listing(*on.who, page, to);
              keep_page(on, listing::history, text, next, page.page);
              if (next.empty()) return;
              page.page = next;
            }
          }};
}

}  // namespace phr::twins
