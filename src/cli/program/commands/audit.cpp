#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"

#include <phr/core/date_time.hpp>

#include <fmt/format.h>

#include <array>
#include <memory>

namespace phr::cli {

namespace {

struct audit_options {
  store_options_given store;
  std::int64_t most = 50;
  std::string head;
};

std::string what(const audit_entry& entry) {
  if (entry.type == fhir::resource_type{}) return {};
  std::string text(fhir::name(entry.type));
  if (!entry.id.empty()) text += "/" + entry.id;
  return text;
}

result<exit_code> list(const audit_options& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto entries, me.audit_trail(given.most));
  table rows{{"row", table::side::right}, table::names("when (UTC)"), table::names("who"), table::names("purpose"), {"what"}, table::names("outcome"), {"count", table::side::right}, table::names("resource")};
  for (const auto& each : entries) {
    if (given.store.json) {
      PHR_TRY(const auto instant, format_instant(each.at));
      PHR_TRY(print(json_object()
                        .add("row", each.sequence)
                        .add("when", instant)
                        .add("who", each.actor)
                        .add("purpose", each.purpose)
                        .add("action", name(each.action).data())
                        .add("outcome", name(each.outcome).data())
                        .add("count", each.count)
                        .add("resource", what(each))
                        .text() +
                    "\n"));
    }
    rows.add({std::to_string(each.sequence), minute_text(each.at), each.actor, each.purpose, name(each.action).data(), name(each.outcome).data(),
              std::to_string(each.count), what(each)});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

result<exit_code> verify(const audit_options& given) {
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  result<audit_verdict> verdict = [&] {
    progress_bar bar("verifying");
    return me.verify_audit(given.head, bar);
  }();
  if (!verdict) return verdict.error();
  const auto& found = verdict.value();
  if (given.store.json) {
    PHR_TRY(print(json_object().add("intact", found.intact).add("rows", found.rows).add("firstBadRow", found.first_bad_row).add("head", found.head).text() + "\n"));
  } else if (found.intact) {
    PHR_TRY(print(fmt::format("intact: {} rows agree with the keyed chain\nhead {}\nNote the head elsewhere: --head finds a trail that was cut or set back.\n",
                              found.rows, found.head)));
  } else {
    PHR_TRY(print(fmt::format("NOT INTACT: row {} is the first that does not agree, of {}\n", found.first_bad_row, found.rows)));
  }
  return found.intact ? done : refused_in_part;
}

}  // namespace

void add_audit(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("audit", "Who did what, in a trail that cannot be quietly changed");
  command->require_subcommand(1);
  const auto given = std::make_shared<audit_options>();
  auto* listing = command->add_subcommand("list", "The newest rows of the trail, oldest first");
  add_store_options(*listing, given->store, asker::owner);
  listing->add_option("--most", given->most, "At most so many")->check(CLI::Range(1, INT32_MAX))->capture_default_str();
  listing->callback([given, &run] { run = [given] { return list(*given); }; });
  auto* verifying = command->add_subcommand("verify", "Recompute the chain; exits with 1 where it does not agree");
  add_store_options(*verifying, given->store, asker::owner);
  verifying->add_option("--head", given->head, "The head of an earlier verdict, which must still be in the chain");
  verifying->callback([given, &run] { run = [given] { return verify(*given); }; });
}

}  // namespace phr::cli
