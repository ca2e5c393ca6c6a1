// Timeline, newest values, trends, a patient's whole record, and rows of views.
#include "noninterference/operations.hpp"

#include <phr/views/text.hpp>

#include <array>

namespace phr::twins {

namespace {

constexpr std::int64_t year = 365LL * 86'400'000'000;

std::vector<fhir::resource_type> some_types(dice& by, const world& of) {
  std::vector<fhir::resource_type> some;
  if (!by.chance(35)) return some;
  question ask(by, of);
  for (std::size_t more = 1 + by.below(2); more > 0; --more) {
    if (const auto type = fhir::resource_type_named(ask.type())) some.push_back(*type);
  }
  return some;
}

timeline_options timeline_of(dice& by, const world& of) {
  timeline_options asked;
  if (!by.chance(15)) asked.patient = question(by, of).patient();
  if (by.chance(20)) asked.from = script_now - static_cast<std::int64_t>(by.below(7)) * year;
  if (by.chance(20)) asked.to = script_now - static_cast<std::int64_t>(by.below(5)) * year;
  asked.types = some_types(by, of);
  asked.most = static_cast<std::uint32_t>(by.chance(30) ? 100 : 1 + by.below(9));
  return asked;
}

std::string said(const timeline_options& of) {
  return "of " + of.patient + " most " + std::to_string(of.most) + " types " + std::to_string(of.types.size()) + (of.from ? " from " + std::to_string(*of.from) : "") + (of.to ? " to " + std::to_string(*of.to) : "");
}

operation timeline_operation(dice& by, const world& of) {
  const timeline_options asked = timeline_of(by, of);
  return {"timeline", said(asked), [asked](stage& on, answer& to) {
            timeline_options page = asked;
            page.as_of = on.as_of;
            for (int pages = 0; pages < 30; ++pages) {
              const std::string next = timeline_page(*on.who, page, to);
              keep_page(on, listing::timeline, said(asked), next, page.behind);
              if (next.empty()) return;
              page.behind = next;
            }
          }};
}

operation groups_operation(dice& by, const world& of) {
  const timeline_options asked = timeline_of(by, of);
  const auto period = static_cast<timeline_period>(by.below(3));
  return {"timeline groups", said(asked), [=](stage& on, answer& to) {
            timeline_options with = asked;
            with.as_of = on.as_of;
            const auto groups = on.who->timeline_groups(period, with);
            if (!groups) return to.fail(groups.error());
            for (const auto& each : groups.value()) to.say("group", std::to_string(each.begin) + " " + std::string(fhir::name(each.type)) + " " + std::to_string(each.count));
          }};
}

operation latest_operation(dice& by, const world& of) {
  latest_options asked;
  if (!by.chance(15)) asked.patient = question(by, of).patient();
  if (by.chance(40)) asked.category = by.word("laboratory|vital-signs");
  return {"latest", "of " + asked.patient + " " + asked.category, [asked](stage& on, answer& to) {
            latest_options with = asked;
            with.as_of = on.as_of;
            const auto values = on.who->latest(with);
            if (!values) return to.fail(values.error());
            for (const auto& each : values.value()) {
              to.say("value", std::to_string(each.happened) + " " + each.id + " " + each.system + "|" + each.code + " " + each.title + " " + each.value + " " + each.unit + " " + each.interpretation);
            }
          }};
}

operation trend_operation(dice& by, const world& of) {
  trend_options asked;
  question ask(by, of);
  if (!by.chance(15)) asked.patient = ask.patient();
  if (by.chance(20)) asked.from = script_now - static_cast<std::int64_t>(by.below(7)) * year;
  const std::string code = by.chance(5) ? "urn:local|" : ask.coding_value();
  return {"trend", code + " of " + asked.patient, [=](stage& on, answer& to) {
            trend_options with = asked;
            with.as_of = on.as_of;
            const auto trend = on.who->lab_trend(code, with);
            if (!trend) return to.fail(trend.error());
            const auto& made = trend.value();
            to.say("series", made.series.system + "|" + made.series.code + " " + made.series.title + " " + made.series.unit + " left out " + std::to_string(made.series.left_out));
            for (const auto& each : made.series.points) to.say("point", std::to_string(each.at_us) + " " + std::to_string(each.value) + " " + each.source_id);
            to.say("trend", std::to_string(made.first) + " " + std::to_string(made.latest) + " " + std::to_string(made.above) + " " + std::to_string(made.below) + " " + std::to_string(made.longest_gap_days) + " " + made.direction);
          }};
}

operation everything_operation(dice& by, const world& of) {
  everything_options asked;
  if (!by.chance(15)) asked.patient = question(by, of).patient();
  if (by.chance(20)) asked.start = script_now - static_cast<std::int64_t>(by.below(7)) * year;
  if (by.chance(20)) asked.end = script_now - static_cast<std::int64_t>(by.below(5)) * year;
  if (by.chance(20)) asked.since = script_now - static_cast<std::int64_t>(by.below(90)) * (year / 365);
  asked.types = some_types(by, of);
  if (by.chance(35)) {
    return {"everything as a stream", "of " + asked.patient, [asked](stage& on, answer& to) {
              const auto take = [&](std::string_view json) {
                to.say("json", json);
                return true;
              };
              everything_options with = asked;
              with.as_of = on.as_of;
              const auto many = on.who->everything(with, take);
              many ? to.say("many", many.value()) : to.fail(many.error());
            }};
  }
  if (by.chance(60)) asked.count = static_cast<std::uint32_t>(1 + by.below(12));
  return {"everything", "of " + asked.patient + " by " + std::to_string(asked.count), [asked](stage& on, answer& to) {
            std::string before;
            for (int pages = 0; pages < 30; ++pages) {
              everything_options page = asked;
              page.page = before;
              page.as_of = on.as_of;
              const std::string next = everything_page(*on.who, page, to);
              keep_page(on, listing::everything, asked.patient, next, before);
              if (next.empty()) return;
              before = next;
            }
          }};
}

operation lastn_operation(dice& by, const world& of) {
  question ask(by, of);
  const std::string criteria = by.chance(60) ? "patient=" + ask.patient() : by.chance(80) ? ask.criterion("Observation") : "";
  const auto most = static_cast<std::uint32_t>(by.below(4));
  return {"lastn", std::to_string(most) + " " + criteria, [=](stage& on, answer& to) {
            const auto found = on.who->lastn(criteria, {.max = most, .as_of = on.as_of});
            if (!found) return to.fail(found.error());
            for (const hit& each : found.value()) to.say("hit", each.id() + " version " + std::to_string(each.version()));
          }};
}

constexpr std::array<std::string_view, 4> definitions{
    R"({"resourceType":"ViewDefinition","resource":"Observation","status":"active","select":[{"column":[{"name":"id","path":"id"},{"name":"status","path":"status"},{"name":"who","path":"subject.reference"}]},{"forEachOrNull":"code.coding","column":[{"name":"code","path":"code"}]}]})",
    R"({"resourceType":"ViewDefinition","resource":"Patient","status":"active","select":[{"column":[{"name":"id","path":"id"},{"name":"born","path":"birthDate"}]}]})",
    R"({"resourceType":"ViewDefinition","resource":"Practitioner","status":"active","select":[{"column":[{"name":"id","path":"id"},{"name":"family","path":"name.first().family"}]}]})",
    R"view({"resourceType":"ViewDefinition","resource":"Condition","status":"active","select":[{"column":[{"name":"id","path":"id"},{"name":"onset","path":"onset.ofType(dateTime)"}]}]})view",
};

}  // namespace

std::string timeline_page(session& as, timeline_options asked, answer& to) {
  const auto events = as.timeline(asked);
  if (!events) {
    to.fail(events.error());
    return {};
  }
  to.say("events", events.value().size());
  for (const auto& each : events.value()) {
    to.say("event", std::to_string(each.happened) + " " + std::string(fhir::name(each.type)) + "/" + each.id + " " + each.title + " " + each.value);
    to.place("place", each.place);
  }
  return events.value().size() < asked.most || events.value().empty() ? std::string() : events.value().back().place;
}

std::string everything_page(session& as, const everything_options& asked, answer& to) {
  const auto found = as.everything(asked);
  if (!found) {
    to.fail(found.error());
    return {};
  }
  to.say("size", found.value().size());
  to.say("matched", found.value().matched());
  to.say("total", found.value().total() ? std::to_string(*found.value().total()) : "none");
  for (const hit& each : found.value()) to.say("hit", std::string(fhir::name(each.type())) + "/" + each.id() + " version " + std::to_string(each.version()) + (each.is_included() ? " included" : ""));
  to.place("next", found.value().next_page());
  return found.value().next_page();
}

operation clinical_operation(dice& by, const world& of) {
  switch (by.below(10)) {
    case 0:
    case 1:
    case 2: return timeline_operation(by, of);
    case 3: return groups_operation(by, of);
    case 4: return latest_operation(by, of);
    case 5: return trend_operation(by, of);
    case 6: return lastn_operation(by, of);
    default: return everything_operation(by, of);
  }
}

operation view_operation(dice& by, const world& of) {
  const std::string_view definition = by.pick(definitions);
  question ask(by, of);
  std::string where;
  if (by.chance(50)) where = by.chance(60) && definition.find("Observation") != std::string_view::npos ? ask.criterion("Observation") : "_lastUpdated=gt2023-09";
  return {"view", where, [=](stage& on, answer& to) {
            const auto compiled = views::view::compile(definition);
            if (!compiled) return to.fail(compiled.error());
            auto rows = on.who->view(compiled.value(), where, {}, on.as_of);
            if (!rows) return to.fail(rows.error());
            std::string text;
            for (;;) {
              const auto batch = rows.value().next();
              if (!batch) return to.fail(batch.error());
              if (!batch.value()) break;
              views::append_csv(text, *batch.value());
            }
            to.say("rows", text);
            to.say("resources", rows.value().resources());
          }};
}

}  // namespace phr::twins
