#include "cli/program/commands/commands.hpp"

#include "cli/program/json_text.hpp"
#include "cli/program/table.hpp"

#include <fmt/format.h>

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
  table rows{{"patient"}, {"type"}, {"visible", table::side::right}, {"of", table::side::right}, {"why"}};
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

}  // namespace

void add_consent(CLI::App& program, action& run) {
  auto* command = program.add_subcommand("consent", "What others may see, by the consents in the record");
  command->require_subcommand(1);
  auto* explaining = command->add_subcommand("explain", "What one may see for a purpose, and which provision says so");
  const auto given = std::make_shared<explain_options>();
  add_store_options(*explaining, given->store, asker::owner);
  explaining->add_option("WHO", given->who, "A reference such as Practitioner/x, or anonymous")->required();
  explaining->add_option("--purpose", given->purpose, "A v3 PurposeOfUse code")->capture_default_str();
  explaining->add_option("--patient", given->patient, "Only of this patient");
  explaining->add_option("--resource", given->reference, "Only this resource, Type/id; exits with 6 where it is denied");
  explaining->callback([given, &run] { run = [given] { return explain(*given); }; });
}

}  // namespace phr::cli
