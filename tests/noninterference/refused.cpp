// What is refused to all but the owner, and what tells nothing of the record.
#include "noninterference/operations.hpp"

namespace phr::twins {

namespace {

constexpr std::string_view json_patch = R"([{"op":"replace","path":"/status","value":"final"}])";

template <class Result>
void say_refusal(answer& to, const Result& done) {
  done ? to.say("done", "though it is the owner's") : to.fail(done.error());
}

operation refused_write(dice& by, const world& of) {
  question ask(by, of);
  const name what = ask.any_name();
  const auto type = fhir::resource_type_named(what.type).value_or(fhir::resource_type{});
  const std::string body = R"({"resourceType":")" + what.type + R"(","id":")" + what.id + "\"}";
  const std::string where = ask.criterion(what.type);
  const std::string query = what.type + "?" + where;
  const std::optional<std::uint32_t> match = by.chance(40) ? std::optional<std::uint32_t>(static_cast<std::uint32_t>(by.below(4))) : std::nullopt;
  const auto made = [&](std::string_view name, const std::string& text, auto run) { return operation{"refused " + std::string(name), text, std::move(run)}; };
  switch (by.below(14)) {
    case 0: return made("create", body, [=](stage& on, answer& to) { say_refusal(to, on.who->create(body)); });
    case 1:
    case 2: return made("update", body, [=](stage& on, answer& to) { say_refusal(to, on.who->update(body, match)); });
    case 3: return made("remove", body, [=](stage& on, answer& to) { say_refusal(to, on.who->remove(type, what.id, match)); });
    case 4: return made("patch", body, [=](stage& on, answer& to) { say_refusal(to, on.who->patch(type, what.id, json_patch, match)); });
    case 5: return made("create_if_none", where, [=](stage& on, answer& to) { say_refusal(to, on.who->create_if_none(body, where)); });
    case 6: return made("update_where", where, [=](stage& on, answer& to) { say_refusal(to, on.who->update_where(body, where, match)); });
    case 7: return made("patch_where", query, [=](stage& on, answer& to) { say_refusal(to, on.who->patch_where(query, json_patch, match)); });
    case 8: return made("remove_where", query, [=](stage& on, answer& to) { say_refusal(to, on.who->remove_where(query, match)); });
    case 9: return made("purge", body, [=](stage& on, answer& to) { say_refusal(to, on.who->purge(type, what.id)); });
    case 10: return made("purge_history", body, [=](stage& on, answer& to) { say_refusal(to, on.who->purge_history(type, what.id)); });
    case 11: return made("erase", body, [=](stage& on, answer& to) { say_refusal(to, on.who->erase(type, what.id)); });
    case 12: return made("import_text", body, [=](stage& on, answer& to) { say_refusal(to, on.who->import_text(body)); });
    default: return made("import_file", "a file that is not there", [](stage& on, answer& to) { say_refusal(to, on.who->import_file("/nowhere/at/all.json")); });
  }
}

operation refused_report(dice& by, const world& of) {
  question ask(by, of);
  const name what = ask.any_name();
  const auto type = fhir::resource_type_named(what.type).value_or(fhir::resource_type{});
  const std::string query = ask.text("plain");
  const auto made = [&](std::string_view name, const std::string& text, auto run) { return operation{"refused " + std::string(name), text, std::move(run)}; };
  const auto version = static_cast<std::uint32_t>(by.below(3));
  switch (by.below(14)) {
    case 10: return made("pending_consents", "", [](stage& on, answer& to) { say_refusal(to, on.who->pending_consents()); });
    case 11: return made("preview_consent", what.id, [=](stage& on, answer& to) { say_refusal(to, on.who->preview_consent(what.id)); });
    case 12: return made("adopt_consent", what.id, [=](stage& on, answer& to) { say_refusal(to, on.who->adopt_consent(what.id, version)); });
    case 13: return made("reject_consent", what.id, [=](stage& on, answer& to) { say_refusal(to, on.who->reject_consent(what.id, version)); });
    case 0: return made("changes", "", [](stage& on, answer& to) { say_refusal(to, on.who->changes()); });
    case 1: return made("audit_trail", "", [](stage& on, answer& to) { say_refusal(to, on.who->audit_trail()); });
    case 2: return made("verify_audit", "", [](stage& on, answer& to) { say_refusal(to, on.who->verify_audit()); });
    case 3: return made("explain", "all", [](stage& on, answer& to) { say_refusal(to, on.who->explain(on.of->rules.who(), on.of->rules.purpose())); });
    case 4: return made("explain", what.type + "/" + what.id, [=](stage& on, answer& to) { say_refusal(to, on.who->explain(on.of->rules.who(), on.of->rules.purpose(), type, what.id)); });
    case 5: return made("explain", "of a patient", [=](stage& on, answer& to) { say_refusal(to, on.who->explain(on.of->rules.who(), on.of->rules.purpose(), what.id)); });
    case 6: return made("explain_search", query, [=](stage& on, answer& to) { say_refusal(to, on.who->explain_search(query)); });
    case 7: return made("reindex", "", [](stage& on, answer& to) { say_refusal(to, on.who->reindex()); });
    case 8:
      return made("add_search_parameter", "", [](stage& on, answer& to) {
        say_refusal(to, on.who->add_search_parameter(R"({"resourceType":"SearchParameter","code":"theirs","base":["Patient"],"type":"token","expression":"Patient.maritalStatus"})"));
        say_refusal(to, on.who->remove_search_parameter(fhir::resource_type::Observation, "mine"));
      });
    default: return made("index_full_text", "", [](stage& on, answer& to) { say_refusal(to, on.who->index_full_text(false)); });
  }
}

}  // namespace

operation refused_operation(dice& by, const world& of) { return by.chance(55) ? refused_write(by, of) : refused_report(by, of); }

operation described_operation(dice& by, const world& /*of*/) {
  if (by.chance(50)) {
    return {"capabilities", "", [](stage& on, answer& to) {
              const auto told = on.who->capabilities();
              told ? to.say("statement", told.value()) : to.fail(told.error());
            }};
  }
  return {"search parameters", "", [](stage& on, answer& to) {
            const auto told = on.who->search_parameters();
            if (!told) return to.fail(told.error());
            for (const auto& each : told.value()) to.say("parameter", std::string(fhir::name(each.type)) + " " + each.code + " " + each.kind + " " + each.expression);
          }};
}

}  // namespace phr::twins
