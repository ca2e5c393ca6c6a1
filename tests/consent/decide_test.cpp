#include "consent/consents.hpp"

namespace {

using consents::action;
using consents::actor;
using consents::answer;
using consents::asking;
using consents::class_;
using consents::permits;
using consents::policy_rule;
using consents::privacy;
using consents::purpose;
using consents::resource_type;
using consents::with;
using phr::consent::reason;

std::string rule(const std::string& type, const std::string& criteria = "", const std::string& nested = "") {
  std::string out = R"({"type":")" + type + "\"";
  if (!criteria.empty()) out += "," + criteria;
  if (!nested.empty()) out += R"(,"provision":[)" + nested + "]";
  return out + "}";
}
std::string actors(const std::string& list) { return "\"actor\":[" + list + "]"; }
std::string classes(const std::string& list) { return "\"class\":[" + list + "]"; }

const std::string x_only = actors(actor("Practitioner/x"));

TEST(ConsentDecide, DeniesWithoutConsent) {
  const auto made = consents::decide({}, {});
  EXPECT_FALSE(made.permit);
  EXPECT_EQ(made.reason, reason::no_consent);
}

TEST(ConsentDecide, PermitsWhomARootRuleNamesAndNobodyElse) {
  const std::string consent = with(rule("permit", x_only));
  EXPECT_TRUE(permits({consent}));
  EXPECT_FALSE(permits({consent}, {.actors = {"Practitioner/y"}}));
  EXPECT_FALSE(permits({consent}, {.actors = {}}));
  EXPECT_FALSE(permits({consent}, {.actors = {"practitioner/x", "Practitioner/X", "Practitioner/x1", "x"}}));
  EXPECT_TRUE(permits({consent}, {.actors = {"Organization/o", "Practitioner/x"}}));
}

TEST(ConsentDecide, NeverMatchesByRoleAlone) {
  const std::string consent = with(rule("permit", actors(actor("Practitioner/y", "PRCP"))));
  EXPECT_FALSE(permits({consent}, {.actors = {"PRCP"}}));
  EXPECT_FALSE(permits({consent}, {.actors = {"Practitioner/x"}}));
}

TEST(ConsentDecide, NestedRulesAreExceptionsAlternately) {
  const std::string consent = with(rule(
      "permit", x_only,
      rule("deny", classes(class_("Observation") + "," + class_("Condition")),
           rule("permit", "\"purpose\":[" + purpose("ETREAT") + "]", rule("deny", classes(class_("Condition")))))));
  const asking emergency{.purpose = "ETREAT", .ancestors = {"TREAT", "PurposeOfUse"}};
  asking emergency_condition = emergency;
  emergency_condition.type = resource_type::Condition;
  EXPECT_TRUE(permits({consent}, {.type = resource_type::Procedure}));
  EXPECT_FALSE(permits({consent}, {.type = resource_type::Observation}));
  EXPECT_FALSE(permits({consent}, {.type = resource_type::Condition}));
  EXPECT_TRUE(permits({consent}, emergency));
  EXPECT_FALSE(permits({consent}, emergency_condition));
}

TEST(ConsentDecide, ExceptionsOfARuleThatDoesNotMatchSayNothing) {
  const std::string consent =
      with(rule("deny", actors(actor("Practitioner/y")), rule("permit", x_only)));
  EXPECT_FALSE(permits({consent}));
  const auto made = consents::decide(consents::compile_all({consent}), {});
  EXPECT_EQ(made.reason, reason::not_covered);
}

TEST(ConsentDecide, ADenyAmongExceptionsIsStrongerThanAPermit) {
  const std::string lab = classes(class_("Observation"));
  EXPECT_FALSE(permits({with(rule("deny", "", rule("permit", x_only) + "," + rule("deny", lab)))}));
  EXPECT_FALSE(permits({with(rule("deny", "", rule("deny", lab) + "," + rule("permit", x_only)))}));
  EXPECT_FALSE(permits({with(rule("permit", "", rule("permit", x_only, rule("deny", lab))))}));
}

TEST(ConsentDecide, UntypedNestedRulesDeny) {
  EXPECT_FALSE(permits({with(R"({"type":"permit","provision":[{)" + x_only + "}]}")}));
  EXPECT_FALSE(permits({with(R"({"type":"deny","provision":[{)" + x_only + "}]}")}));
}

TEST(ConsentDecide, AnUntypedRootRuleFollowsThePolicyRule) {
  const std::string nested = R"({"provision":[)" + rule("deny", classes(class_("Condition"))) + "," +
                             rule("permit", classes(class_("Procedure"))) + "]}";
  const asking condition{.type = resource_type::Condition};
  const asking procedure{.type = resource_type::Procedure};
  EXPECT_TRUE(permits({with(nested, policy_rule("OPTIN"))}));
  EXPECT_FALSE(permits({with(nested, policy_rule("OPTIN"))}, condition));
  EXPECT_FALSE(permits({with(nested, policy_rule("OPTOUT"))}));
  EXPECT_TRUE(permits({with(nested, policy_rule("OPTOUT"))}, procedure));
  EXPECT_FALSE(permits({with(nested, policy_rule("OPTINR"))}));
  EXPECT_TRUE(permits({with(nested, policy_rule("OPTINR"))}, procedure));
  EXPECT_FALSE(permits({with(nested)}));
  EXPECT_TRUE(permits({with(nested)}, procedure));
  EXPECT_FALSE(permits({with(nested)}, condition));
}

TEST(ConsentDecide, AnUntypedRootRuleWithCriteriaNeverPermits) {
  EXPECT_FALSE(permits({with("{" + x_only + "}", policy_rule("OPTIN"))}));
  EXPECT_FALSE(permits({with("{" + x_only + "}", policy_rule("OPTIN")), with(rule("permit", x_only))}));
  EXPECT_TRUE(permits({with(R"({"period":{"start":"2024"}})", policy_rule("OPTIN"))}));
}

TEST(ConsentDecide, AConsentWithoutProvisionIsItsPolicyRule) {
  EXPECT_TRUE(permits({privacy("c1", "Patient/p", policy_rule("OPTIN"))}));
  EXPECT_FALSE(permits({privacy("c1", "Patient/p", policy_rule("OPTOUT"))}));
  EXPECT_FALSE(permits({privacy("c1", "Patient/p", "")}));
  EXPECT_TRUE(permits({privacy("c2", "Patient/p", ""), with(rule("permit", x_only))}));
  EXPECT_FALSE(permits({privacy("c2", "Patient/p", policy_rule("OPTOUT")), with(rule("permit", x_only))}));
}

TEST(ConsentDecide, TheTypeOfARootRuleIsStrongerThanThePolicyRule) {
  EXPECT_FALSE(permits({with(rule("deny"), policy_rule("OPTIN"))}));
  EXPECT_TRUE(permits({with(rule("permit", x_only), policy_rule("OPTOUT"))}));
}

TEST(ConsentDecide, PeriodsIncludeTheirBeginningAndNotTheirEnd) {
  const std::string consent = with(
      rule("permit", R"("period":{"start":"2024-01-01T00:00:00Z","end":"2024-01-02T00:00:00.000000Z"})"));
  const std::int64_t start = consents::at("2024-01-01T00:00:00Z");
  const std::int64_t end = consents::at("2024-01-02T00:00:00Z");
  EXPECT_FALSE(permits({consent}, {.now_us = start - 1}));
  EXPECT_TRUE(permits({consent}, {.now_us = start}));
  EXPECT_TRUE(permits({consent}, {.now_us = end - 1}));
  EXPECT_TRUE(permits({consent}, {.now_us = end}));  // the microsecond that the end names
  EXPECT_FALSE(permits({consent}, {.now_us = end + 1}));
}

TEST(ConsentDecide, DatesInPeriodsAreAsWideAsWritten) {
  const std::string consent = with(rule("permit", R"("period":{"start":"2023","end":"2024-02"})"));
  EXPECT_FALSE(permits({consent}, {.now_us = consents::at("2022-12-31T23:59:59.999999Z")}));
  EXPECT_TRUE(permits({consent}, {.now_us = consents::at("2023-01-01T00:00:00Z")}));
  EXPECT_TRUE(permits({consent}, {.now_us = consents::at("2024-02-29T23:59:59.999999Z")}));
  EXPECT_FALSE(permits({consent}, {.now_us = consents::at("2024-03-01T00:00:00Z")}));
  const std::string day = with(rule("permit", R"("period":{"start":"2024-05-05","end":"2024-05-05"})"));
  EXPECT_TRUE(permits({day}, {.now_us = consents::at("2024-05-05T23:59:59Z")}));
  EXPECT_FALSE(permits({day}, {.now_us = consents::at("2024-05-06T00:00:00Z")}));
}

TEST(ConsentDecide, OpenPeriodsHaveOneBound) {
  EXPECT_TRUE(permits({with(rule("permit", R"("period":{"start":"2020"})"))}, {.now_us = INT64_MAX}));
  EXPECT_TRUE(permits({with(rule("permit", R"("period":{"end":"2020"})"))}, {.now_us = INT64_MIN}));
  EXPECT_FALSE(permits({with(rule("permit", R"("period":{"end":"2020"})"))}));
  EXPECT_FALSE(permits({with(rule("permit", R"("period":{"start":"2025"})"))}));
}

TEST(ConsentDecide, SaysThatTheConsentIsNotInItsPeriod) {
  const std::string over = with(rule("permit", x_only + R"(,"period":{"end":"2020"})"));
  const auto made = consents::decide(consents::compile_all({over}), {});
  EXPECT_EQ(made.reason, reason::not_in_period);
  const auto other = consents::decide(consents::compile_all({over}), {.actors = {"Practitioner/y"}});
  EXPECT_EQ(other.reason, reason::not_covered);
}

TEST(ConsentDecide, PurposesCoverTheNarrowerOnes) {
  const std::string consent = with(rule("permit", "\"purpose\":[" + purpose("TREAT") + "]"));
  EXPECT_TRUE(permits({consent}));
  EXPECT_TRUE(permits({consent}, {.purpose = "BTG", .ancestors = {"ETREAT", "TREAT", "PurposeOfUse"}}));
  EXPECT_FALSE(permits({consent}, {.purpose = "HRESCH"}));
  const std::string narrow = with(rule("permit", "\"purpose\":[" + purpose("ETREAT") + "]"));
  EXPECT_FALSE(permits({narrow}));
  const std::string any = with(rule("permit", "\"purpose\":[" + purpose("PurposeOfUse") + "]"));
  EXPECT_TRUE(permits({any}, {.purpose = "HRESCH"}));
}

TEST(ConsentDecide, ActionsAndClassesMustBeAmongThoseNamed) {
  const std::string consent =
      with(rule("permit", "\"action\":[" + action("access") + "," + action("correct") + "]," +
                              classes(class_("Observation") + "," + class_("Condition"))));
  EXPECT_TRUE(permits({consent}));
  EXPECT_TRUE(permits({consent}, {.type = resource_type::Condition, .action = phr::consent::action::correct}));
  EXPECT_FALSE(permits({consent}, {.action = phr::consent::action::disclose}));
  EXPECT_FALSE(permits({consent}, {.type = resource_type::Patient}));
}

TEST(ConsentDecide, ADenyOfOneConsentOverridesPermitsOfOthers) {
  const std::string permit = with(rule("permit", x_only));
  const std::string deny = with(rule("deny", classes(class_("Observation"))));
  EXPECT_FALSE(permits({permit, deny}));
  EXPECT_FALSE(permits({deny, permit, permit}));
  EXPECT_TRUE(permits({permit, deny}, {.type = resource_type::Condition}));
}

TEST(ConsentDecide, ConsentsOfTwoPatientsDoNotMix) {
  const std::string a = privacy("a", "Patient/a", ",\"provision\":" + rule("permit", x_only));
  const std::string b = privacy("b", "Patient/b", ",\"provision\":" + rule("deny", x_only));
  EXPECT_TRUE(permits({a, b}, {.patient = "Patient/a"}));
  EXPECT_FALSE(permits({a, b}, {.patient = "Patient/b"}));
  EXPECT_FALSE(permits({a}, {.patient = "Patient/b"}));
  EXPECT_FALSE(permits({a}, {.patient = "Patient/A"}));
  EXPECT_FALSE(permits({a}, {.patient = "Patient/aa"}));
}

TEST(ConsentDecide, ResourcesOfNoPatientNeedOneThatPermitsAndNoneThatDenies) {
  const asking asked{.patient = "", .type = resource_type::Organization};
  const std::string a = privacy("a", "Patient/a", ",\"provision\":" + rule("permit", x_only));
  const std::string b = privacy("b", "Patient/b", ",\"provision\":" + rule("deny", classes(class_("Organization"))));
  EXPECT_TRUE(permits({a}, asked));
  EXPECT_FALSE(permits({a, b}, asked));
  EXPECT_FALSE(permits({b}, asked));
  EXPECT_TRUE(permits({a, b}, {.patient = "", .type = resource_type::Practitioner}));
}

TEST(ConsentDecide, OnlyActiveConsentsSpeak) {
  for (const std::string status : {"draft", "proposed", "rejected", "inactive", "entered-in-error"}) {
    std::string consent = with(rule("permit", x_only));
    consent.replace(consent.find("\"active\""), 8, "\"" + status + "\"");
    EXPECT_EQ(consents::decide(consents::compile_all({consent}), {}).reason, reason::no_consent) << status;
    std::string deny = with(rule("deny"));
    deny.replace(deny.find("\"active\""), 8, "\"" + status + "\"");
    EXPECT_TRUE(permits({deny, with(rule("permit", x_only))})) << status;
  }
}

std::string scoped(const std::string& code, const std::string& provision) {
  std::string consent = with(provision);
  consent.replace(consent.find("patient-privacy"), 15, code);
  return consent;
}

TEST(ConsentDecide, ConsentsToTreatmentAndDirectivesDoNotSpeakOfData) {
  for (const char* code : {"adr", "treatment"}) {
    EXPECT_FALSE(permits({scoped(code, rule("permit", x_only))})) << code;
    EXPECT_TRUE(permits({scoped(code, rule("deny")), with(rule("permit", x_only))})) << code;
  }
}

TEST(ConsentDecide, ConsentsToResearchSpeakOfResearchOnly) {
  const asking research{.purpose = "CLINTRCH", .ancestors = {"HRESCH", "PurposeOfUse"}};
  EXPECT_TRUE(permits({scoped("research", rule("permit", x_only))}, research));
  EXPECT_FALSE(permits({scoped("research", rule("permit", x_only))}));
  EXPECT_EQ(consents::decide(consents::compile_all({scoped("research", rule("permit", x_only))}), {}).reason,
            reason::no_consent);
  EXPECT_TRUE(permits({scoped("research", rule("deny")), with(rule("permit", x_only))}));
  EXPECT_FALSE(permits({scoped("research", rule("deny")), with(rule("permit", x_only))}, research));
}

TEST(ConsentDecide, ConsentsOfUnknownScopeOnlyDeny) {
  EXPECT_FALSE(permits({scoped("other", rule("permit", x_only))}));
  EXPECT_FALSE(permits({scoped("other", rule("deny", x_only)), with(rule("permit", x_only))}));
}

TEST(ConsentDecide, SaysWhichRuleDecided) {
  const std::string consent = with(rule("deny", "", rule("permit", actors(actor("Practitioner/y"))) + "," +
                                                        rule("permit", x_only, rule("deny", classes(class_("Condition"))))));
  EXPECT_EQ(answer({consent}), "permitted by Consent/c1 provision.provision[1]");
  EXPECT_EQ(answer({consent}, {.type = resource_type::Condition}),
            "denied by Consent/c1 provision.provision[1].provision[0]");
  EXPECT_EQ(answer({consent}, {.actors = {}}), "denied by Consent/c1 provision");
  EXPECT_EQ(answer({privacy("c2", "Patient/p", policy_rule("OPTIN"))}), "permitted by Consent/c2 policyRule");
  EXPECT_EQ(answer({}), "denied: there is no active consent");
  EXPECT_EQ(answer({with(rule("permit", x_only))}, {.actors = {}}), "denied: no consent covers it");
  EXPECT_EQ(phr::consent::describe(phr::consent::decision::for_owner(), std::span<const phr::consent::policy>()),
            "permitted to the owner");
}

TEST(ConsentDecide, FindsItsActorAmongHundreds) {
  std::vector<std::string> many;
  for (int i = 0; i < 300; ++i) many.push_back("Organization/" + std::to_string(i));
  many.push_back("Practitioner/x");
  asking asked;
  asked.actors.assign(many.begin(), many.end());
  EXPECT_TRUE(permits({with(rule("permit", x_only))}, asked));
}

// Fail-safe: one line for each thing that cannot be evaluated.
class ConsentUnsure : public testing::TestWithParam<const char*> {};

TEST_P(ConsentUnsure, ElementKeepsAPermitFromApplying) {
  EXPECT_FALSE(permits({with(rule("permit", GetParam()))}));
  EXPECT_FALSE(permits({with(rule("deny", "", rule("permit", GetParam())))}));
  EXPECT_EQ(consents::compile(with(rule("permit", GetParam()))).value().unsure_count(), 1U);
}

TEST_P(ConsentUnsure, ElementDoesNotNarrowADeny) {
  EXPECT_FALSE(permits({with(rule("permit", "", rule("deny", GetParam())))}));
  EXPECT_FALSE(permits({with(rule("deny", GetParam())), with(rule("permit", x_only))}));
}

TEST_P(ConsentUnsure, ElementKeepsPermitsBelowFromApplyingAndNotDenies) {
  EXPECT_FALSE(permits({with(rule("deny", GetParam(), rule("permit", x_only)))}));
  EXPECT_FALSE(permits({with(rule("permit", GetParam(), rule("permit", x_only)))}));
  EXPECT_FALSE(permits({with(rule("permit", GetParam(), rule("deny", x_only))), with(rule("permit", x_only))}));
}

INSTANTIATE_TEST_SUITE_P(
    Elements, ConsentUnsure,
    testing::Values(
        R"("code":[{"coding":[{"system":"http://loinc.org","code":"34133-9"}]}])",
        R"("securityLabel":[{"system":"http://terminology.hl7.org/CodeSystem/v3-Confidentiality","code":"R"}])",
        R"("dataPeriod":{"start":"2020"})",
        R"("data":[{"meaning":"instance","reference":{"reference":"Observation/1"}}])",
        R"("modifierExtension":[{"url":"http://a.example/not","valueBoolean":true}])",
        R"("somethingNew":true)", R"("_type":{"extension":[{"url":"http://a.example","valueCode":"x"}]})",
        R"("class":[{"system":"urn:ietf:bcp:13","code":"application/hl7-cda+xml"}])",
        R"("class":[{"system":"http://hl7.org/fhir/resource-types","code":"Patient"},{"code":"Condition"}])",
        R"("class":[{"system":"http://hl7.org/fhir/resource-types","code":"NoSuchType"}])",
        R"("purpose":[{"system":"http://a.example","code":"HMARKT"}])", R"("purpose":[{"code":"HMARKT"}])",
        R"("action":[{"coding":[{"system":"http://a.example","code":"use"}]}])", R"("action":[{"text":"use"}])",
        R"("period":{"_start":{"extension":[{"url":"http://a.example","valueCode":"unknown"}]}})",
        R"("actor":[{"role":{"text":"who"},"reference":{"identifier":{"value":"1"}}}])",
        R"("actor":[{"role":{"text":"who"},"reference":{"reference":"#contained"}}])",
        R"("actor":[{"role":{"text":"who"},"reference":{"reference":"https://a.example/fhir/Practitioner/x"}}])",
        R"("actor":[{"role":{"text":"who"},"modifierExtension":[{"url":"http://a.example"}],)"
        R"("reference":{"reference":"Practitioner/y"}}])",
        R"("actor":[{"role":{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/v3-ParticipationType",)"
        R"("code":"AUT"}]},"reference":{"reference":"Practitioner/x"}}])"));

TEST(ConsentDecide, ElementsOfTheConsentThatModifyItKeepItsPermitsFromApplying) {
  for (const char* more : {R"(,"implicitRules":"http://a.example")", R"(,"decision":"deny")",
                           R"(,"modifierExtension":[{"url":"http://a.example","valueBoolean":true}])"}) {
    EXPECT_FALSE(permits({with(rule("permit", x_only), more)})) << more;
    EXPECT_FALSE(permits({with(rule("deny", x_only), more), with(rule("permit", x_only))})) << more;
    EXPECT_FALSE(permits({with(R"({"provision":[)" + rule("permit", x_only) + "]}", policy_rule("OPTIN") + more)}));
  }
}

TEST(ConsentDecide, GroupsAndCareTeamsMatchByReferenceInPermitsAndAllInDenies) {
  for (const char* set : {"Group/g", "CareTeam/g"}) {
    const std::string named = actors(actor(set));
    EXPECT_FALSE(permits({with(rule("permit", named))})) << set;
    EXPECT_TRUE(permits({with(rule("permit", named))}, {.actors = {"Practitioner/x", set}})) << set;
    EXPECT_FALSE(permits({with(rule("deny", named)), with(rule("permit", x_only))})) << set;
    EXPECT_FALSE(permits({with("{" + named + "}"), with(rule("permit", x_only))})) << set;
  }
}

TEST(ConsentDecide, RolesOfOtherSystemsDescribeARecipient) {
  EXPECT_TRUE(permits({with(rule("permit", R"("actor":[{"role":{"coding":[{"system":)"
                                           R"("http://terminology.hl7.org/CodeSystem/v3-RoleClass","code":"PROV"}]},)"
                                           R"("reference":{"reference":"Practitioner/x/_history/3"}}])"))}));
}

TEST(ConsentDecide, ActorsWhoseRoleCannotBeToldPermitNothing) {
  const std::string who = R"("reference":{"reference":"Practitioner/x"}}])";
  EXPECT_TRUE(permits({with(rule("permit", R"("actor":[{"role":{"text":"recipient"},)" + who))}));
  for (const char* role : {"", R"("role":{"coding":[{"system":"http://hl7.org/fhir/v3/ParticipationType","code":"AUT"}]},)", R"("role":{"coding":[{"code":"AUT"}]},)"}) {
    EXPECT_FALSE(permits({with(rule("permit", R"("actor":[{)" + std::string(role) + who))})) << role;
    EXPECT_FALSE(permits({with(rule("deny", R"("actor":[{)" + std::string(role) + R"("reference":{"reference":"Practitioner/y"}}])")), with(rule("permit", x_only))})) << role;
  }
}

// A modifier, and what R4 does not have, might turn a rule around: a deny is of all then.
TEST(ConsentDecide, DeniesThatCannotBeUnderstoodAreOfAll) {
  const std::string nurse = actors(actor("Practitioner/nurse"));
  for (const char* unknown : {R"("modifierExtension":[{"url":"http://a.example/not","valueBoolean":true}])", R"("decision":"deny")"}) {
    const std::string denied = rule("deny", nurse + "," + unknown);
    EXPECT_FALSE(permits({with(denied), with(rule("permit", x_only))})) << unknown;
    EXPECT_FALSE(permits({with(R"({"type":"permit","provision":[)" + denied + "]}"), with(rule("permit", x_only))})) << unknown;
    EXPECT_FALSE(permits({with(rule("deny", nurse), "," + std::string(unknown)), with(rule("permit", x_only))})) << unknown;
    EXPECT_FALSE(permits({with(R"({"type":"permit",)" + nurse + R"(,"provision":[)" + rule("deny", nurse) + "]}", "," + std::string(unknown)), with(rule("permit", x_only))})) << unknown;
  }
  EXPECT_TRUE(permits({with(rule("deny", nurse)), with(rule("permit", x_only))}));
  EXPECT_FALSE(consents::compile(with(R"({"type":"permit","period":{}})")));
}

}  // namespace
