#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"
#include "cli/program/terminal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

namespace phr::cli {

namespace {

struct explain_options {
  store_options_given store;
  std::string who;
  std::string purpose = "TREAT";
  std::string patient;
  std::string reference;
};

result<exit_code> explain_one(const explain_options& given, session& me, const access::principal& who, access::purpose why) {
  PHR_TRY(const auto which, parse_reference(given.reference));
  PHR_TRY(const auto made, me.explain(who, why, which.type, which.id));
  PHR_TRY(print(given.store.json ? json_object().add("permit", made.permit).add("why", made.why).text() + "\n" : made.why + "\n"));
  return made.permit ? done : denied;
}

result<exit_code> explain(const explain_options& given) {
  const auto who = access::parse_principal(given.who);
  if (!who) return error{errc::invalid_argument}.at("WHO");
  const auto why = access::parse_purpose(given.purpose);
  if (!why) return error{errc::invalid_argument}.at("--purpose");
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  if (!given.reference.empty()) return explain_one(given, me, who.value(), why.value());
  PHR_TRY(const auto shared, me.explain(who.value(), why.value(), given.patient));
  table rows{table::names("patient"), table::names("type"), {"visible", table::side::right}, {"of", table::side::right}, table::reasons("why")};
  for (const auto& each : shared) {
    if (given.store.json) {
      PHR_TRY(print(json_object()
                        .add("patient", each.patient)
                        .add("type", fhir::name(each.type))
                        .add("visible", each.visible)
                        .add("count", each.count)
                        .add("permit", each.permit)
                        .add("why", each.why)
                        .text() +
                    "\n"));
    }
    rows.add({each.patient.empty() ? "-" : each.patient, std::string(fhir::name(each.type)), std::to_string(each.visible),
              std::to_string(each.count), each.why});
  }
  if (!given.store.json) PHR_TRY(print(rows.text()));
  return done;
}

// What the owner should know of one before it is adopted.
std::string remarks(const pending_consent& of) {
  std::string text;
  const auto add = [&](const std::string& remark) { text += (text.empty() ? "" : "; ") + remark; };
  if (of.deleted) add(fmt::format("deleted: version {} would count no more", of.adopted));
  if (!of.deleted && of.adopted != 0) add(fmt::format("version {} was adopted", of.adopted));
  if (!of.readable) add("unreadable: it would deny all of its patient to others");
  if (of.unsure != 0) add(fmt::format("{} rule{} cannot be evaluated: denied what they might speak of", of.unsure, of.unsure == 1 ? "" : "s"));
  return text;
}

result<exit_code> list_pending(const store_options_given& given) {
  PHR_TRY(const auto opened, open_store(given));
  PHR_TRY(auto me, open_session(opened, given));
  PHR_TRY(const auto waiting, me.pending_consents());
  if (!given.json && waiting.empty()) {
    PHR_TRY(print("no consent waits to be adopted\n"));
    return done;
  }
  table rows{table::names("id"), {"version", table::side::right}, table::names("patient"), {"title"}, table::reasons("remarks")};
  for (const auto& each : waiting) {
    if (given.json) {
      PHR_TRY(print(json_object()
                        .add("id", each.id)
                        .add("version", each.version)
                        .add("patient", each.patient)
                        .add("title", each.title)
                        .add("deleted", each.deleted)
                        .add("readable", each.readable)
                        .add("unsure", each.unsure)
                        .add("adopted", each.adopted)
                        .text() +
                    "\n"));
    }
    rows.add({each.id, std::to_string(each.version), each.patient.empty() ? "-" : each.patient, each.title, remarks(each)});
  }
  if (!given.json) PHR_TRY(print(rows.text()));
  return done;
}

struct decide_options {
  store_options_given store;
  std::vector<std::string> ids;
  std::uint32_t version = 0;  // 0: the newest
  bool all = false;
};

// The id of "Consent/k" or "k".
result<std::string> consent_id(const std::string& given) {
  if (given.find('/') == std::string::npos) return given;
  PHR_TRY(auto named, parse_reference(given));
  if (named.type != fhir::resource_type::Consent) return error{errc::invalid_argument}.at("the id of a Consent");
  return std::move(named.id);
}

result<pending_consent> pending_one(session& me, const std::string& id) {
  PHR_TRY(auto waiting, me.pending_consents());
  const auto found = std::find_if(waiting.begin(), waiting.end(), [&](const auto& each) { return each.id == id; });
  if (found == waiting.end()) return error{errc::not_found}.at("a Consent that is pending");
  return std::move(*found);
}

result<exit_code> preview(const decide_options& given) {
  PHR_TRY(const auto id, consent_id(given.ids.front()));
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto effects, me.preview_consent(id));
  if (given.store.json) {
    for (const auto& each : effects) {
      PHR_TRY(print(json_object()
                        .add("principal", each.principal)
                        .add("purpose", access::code(each.purpose))
                        .add("type", fhir::name(each.type))
                        .add("before", each.before)
                        .add("after", each.after)
                        .text() +
                    "\n"));
    }
    return done;
  }
  PHR_TRY(const auto of, pending_one(me, id));
  if (const auto said = remarks(of); !said.empty()) PHR_TRY(print(said + "\n"));
  if (effects.empty()) {
    if (of.readable) PHR_TRY(print("nothing changes for the principals and purposes that it names\n"));
    return done;
  }
  table rows{table::names("who"), table::names("purpose"), table::names("type"), {"visible", table::side::right}, {"if adopted", table::side::right}};
  for (const auto& each : effects) {
    rows.add({each.principal.empty() ? "anybody else" : each.principal, std::string(access::code(each.purpose)), std::string(fhir::name(each.type)),
              std::to_string(each.before), std::to_string(each.after)});
  }
  PHR_TRY(print(rows.text()));
  return done;
}

// Those that the command names, with the versions to decide on.
result<std::vector<pending_consent>> chosen(const decide_options& given, session& me) {
  PHR_TRY(auto waiting, me.pending_consents());
  if (given.all) return waiting;
  std::vector<pending_consent> made;
  for (const std::string& each : given.ids) {
    PHR_TRY(const auto id, consent_id(each));
    const auto found = std::find_if(waiting.begin(), waiting.end(), [&](const auto& one) { return one.id == id; });
    if (found == waiting.end()) return error{errc::not_found}.at("a Consent that is pending").nth(made.size());
    made.push_back(*found);
    if (given.version != 0) made.back().version = given.version;
  }
  return made;
}

// One by one: each is an act of its own in the trail. The first that fails ends the run, and those before it stay decided.
result<exit_code> decide(const decide_options& given, bool adopting) {
  if (given.all == !given.ids.empty()) return error{errc::invalid_argument}.at("either ids or --all");
  if (given.version != 0 && given.ids.size() != 1) return error{errc::invalid_argument}.at("--version, which is of one Consent");
  PHR_TRY(const auto opened, open_store(given.store));
  PHR_TRY(auto me, open_session(opened, given.store));
  PHR_TRY(const auto those, chosen(given, me));
  const std::string what = adopting ? "adopted" : "rejected";
  for (const auto& each : those) {
    PHR_TRY(adopting ? me.adopt_consent(each.id, each.version) : me.reject_consent(each.id, each.version));
    if (given.store.json) {
      PHR_TRY(print(json_object().add("resource", "Consent/" + each.id).add("version", each.version).add("what", what).text() + "\n"));
    } else {
      const char* how = !each.deleted ? "" : adopting ? ", which deletes it" : ", which deleted it";
      PHR_TRY(print(fmt::format("Consent/{}, version {}{}: {}\n", each.id, each.version, how, what)));
    }
  }
  if (those.empty() && !given.store.json) PHR_TRY(print("no consent waits to be adopted\n"));
  return done;
}

void add_explain(CLI::App& command, action& run) {
  auto* explaining = command.add_subcommand("explain", "What one may see for a purpose, and which provision says so");
  const auto given = std::make_shared<explain_options>();
  add_store_options(*explaining, given->store, asker::owner);
  explaining->add_option("WHO", given->who, "A reference such as Practitioner/x, or anonymous")->required();
  explaining->add_option("--purpose", given->purpose, "A v3 PurposeOfUse code")->capture_default_str();
  explaining->add_option("--patient", given->patient, "Only of this patient");
  explaining->add_option("--resource", given->reference, "Only this resource, Type/id; exits with 6 where it is denied");
  explaining->callback([given, &run] { run = [given] { return explain(*given); }; });
}

void add_decision(CLI::App& command, action& run, bool adopting) {
  auto* deciding = adopting ? command.add_subcommand("adopt", "Let Consents that were imported count from now on")
                            : command.add_subcommand("reject", "Let imported Consents never count; they stay in the record");
  const auto given = std::make_shared<decide_options>();
  add_store_options(*deciding, given->store, asker::owner);
  deciding->add_option("ID", given->ids, "Of Consents that are pending; several are taken in order");
  deciding->add_option("--version", given->version, "Only where this is the one's newest version; without it the newest, whichever it is")->check(CLI::PositiveNumber);
  deciding->add_flag("--all", given->all, "All that are pending");
  deciding->callback([given, adopting, &run] { run = [given, adopting] { return decide(*given, adopting); }; });
}

void add_adoption(CLI::App& command, action& run) {
  auto* listing = command.add_subcommand("pending", "Consents that were imported and say nothing until they are adopted");
  const auto listed = std::make_shared<store_options_given>();
  add_store_options(*listing, *listed, asker::owner);
  listing->callback([listed, &run] { run = [listed] { return list_pending(*listed); }; });
  auto* previewing = command.add_subcommand("preview", "What adopting one would change, for those whom it names");
  const auto given = std::make_shared<decide_options>();
  add_store_options(*previewing, given->store, asker::owner);
  previewing->add_option("ID", given->ids, "Of a Consent that is pending")->required()->expected(1);
  previewing->callback([given, &run] { run = [given] { return preview(*given); }; });
  add_decision(command, run, true);
  add_decision(command, run, false);
}

}  // namespace

void add_consent(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("consent", "What others may see, by the consents in the record");
  command->require_subcommand(1);
  add_explain(*command, run);
  add_adoption(*command, run);
}

}  // namespace phr::cli
