// From the JSON of a Consent to rules.
#include <phr/consent/policy.hpp>
#include <phr/core/id.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/resource_type.hpp>

#include "consent/body.hpp"
#include "consent/elements.hpp"

#include <array>
#include <utility>

namespace phr::consent {

namespace {

using detail::always_from;
using detail::always_to;
using detail::check_array;
using detail::code_in;
using detail::fail;
using detail::policy_body;
using detail::read_coding;
using detail::read_reference;
using detail::rule;
using detail::rule_type;
using detail::text;
using fhir::json::value;

constexpr std::string_view act_code = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
constexpr std::string_view act_reason = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
constexpr std::string_view participation = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType";
constexpr std::string_view old_participation = "http://hl7.org/fhir/v3/ParticipationType";
constexpr std::string_view resource_types = "http://hl7.org/fhir/resource-types";
constexpr std::string_view action_codes = "http://terminology.hl7.org/CodeSystem/consentaction";
constexpr std::string_view scope_codes = "http://terminology.hl7.org/CodeSystem/consentscope";

// The elements of R4's Consent beside those that change its meaning.
constexpr std::array known_elements{
    std::string_view{"resourceType"}, std::string_view{"id"},           std::string_view{"meta"},
    std::string_view{"language"},     std::string_view{"text"},         std::string_view{"contained"},
    std::string_view{"extension"},    std::string_view{"identifier"},   std::string_view{"status"},
    std::string_view{"scope"},        std::string_view{"category"},     std::string_view{"patient"},
    std::string_view{"dateTime"},     std::string_view{"performer"},    std::string_view{"organization"},
    std::string_view{"policy"},       std::string_view{"policyRule"},   std::string_view{"sourceAttachment"},
    std::string_view{"verification"}, std::string_view{"provision"},    std::string_view{"sourceReference"},
    std::string_view{"_id"},          std::string_view{"_language"},    std::string_view{"_dateTime"}};

// Criteria of R4 that are not evaluated yet: they narrow a rule, and cannot turn it around.
constexpr std::array known_criteria{std::string_view{"securityLabel"}, std::string_view{"code"}, std::string_view{"data"}, std::string_view{"dataPeriod"}};

// Reads one Consent. Places name the path without the depth: line and column say which provision it is.
class compiler {
 public:
  explicit compiler(policy_body& out) noexcept : out_(out) {}

  result<void> read(const value& consent) {
    if (!consent.is_object()) return consent.locate(error{errc::wrong_type}.at("Consent"));
    PHR_TRY(const auto type, text(consent["resourceType"], "Consent.resourceType"));
    if (type != "Consent") return consent.locate(error{errc::unknown_resource_type}.at("Consent.resourceType"));
    PHR_TRY(read_identity(consent));
    if (out_.status != status::active) return success();
    PHR_TRY(read_scope(consent));
    if (!out_.speaks) return success();
    PHR_TRY(read_patient(consent));
    for (const auto& member : consent.members()) {
      const bool known = std::find(known_elements.begin(), known_elements.end(), member.name) != known_elements.end();
      if (!known) unsure_ = unknown_in_all_ = true;
    }
    return read_rules(consent);
  }

 private:
  result<void> read_identity(const value& consent) {
    if (consent["id"]) {
      PHR_TRY(out_.id, text(consent["id"], "Consent.id"));
      if (!is_valid_id(out_.id)) return fail(consent["id"], errc::invalid_id, "Consent.id");
    }
    const value meta = consent["meta"];
    if (meta && !meta.is_object()) return fail(meta, errc::wrong_type, "Consent.meta");
    if (meta["versionId"]) {
      PHR_TRY(out_.version, text(meta["versionId"], "Consent.meta.versionId"));
      if (!is_valid_id(out_.version)) return fail(meta["versionId"], errc::invalid_id, "Consent.meta.versionId");
    }
    if (!consent["status"]) return fail(consent, errc::missing_element, "Consent.status");
    PHR_TRY(const auto code, text(consent["status"], "Consent.status"));
    constexpr std::array<std::string_view, 6> codes{"draft",    "proposed", "active",
                                                    "rejected", "inactive", "entered-in-error"};
    const auto* found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) return fail(consent["status"], errc::invalid_value, "Consent.status");
    out_.status = static_cast<status>(found - codes.begin());
    return success();
  }

  result<void> read_scope(const value& consent) {
    const value from = consent["scope"];
    if (!from) return fail(consent, errc::missing_element, "Consent.scope");
    PHR_TRY(const auto code, code_in(from, scope_codes, "Consent.scope"));
    out_.speaks = code != "adr" && code != "treatment";
    out_.research_only = code == "research";
    if (code != "patient-privacy" && code != "research") unsure_ = true;
    return success();
  }

  result<void> read_patient(const value& consent) {
    const value from = consent["patient"];
    if (!from) return fail(consent, errc::missing_element, "Consent.patient");
    PHR_TRY(auto read, read_reference(from, "Consent.patient"));
    if (!read.comparable || !read.text.starts_with("Patient/")) {
      return fail(from, errc::unresolved_reference, "Consent.patient");
    }
    out_.patient = std::move(read.text);
    return success();
  }

  // Level by level: pending_[i] is the JSON of rules[i].
  result<void> read_rules(const value& consent) {
    const value root = consent["provision"];
    out_.has_provision = static_cast<bool>(root);
    if (root && !root.is_object()) return fail(root, errc::wrong_type, "Consent.provision");
    out_.rules.emplace_back();
    pending_.push_back(root);
    for (std::size_t i = 0; i < out_.rules.size(); ++i) {
      PHR_TRY(const bool narrows, read_rule(i));
      if (i == 0) {
        PHR_TRY(settle_root(consent, narrows));
      }
      settle(out_.rules[i], i);
      PHR_TRY(append_children(i));
    }
    return success();
  }

  result<void> append_children(std::size_t parent) {
    const value array = pending_[parent]["provision"];
    PHR_TRY(check_array(array, "Consent.provision.provision"));
    out_.rules[parent].first_child = static_cast<std::uint32_t>(out_.rules.size());
    out_.rules[parent].child_count = array.size();
    if (array.size() == 0) return success();
    const std::uint8_t depth = out_.rules[parent].depth;
    if (depth >= policy::max_depth) return fail(array, errc::too_deep, "Consent.provision.provision");
    if (out_.rules.size() + array.size() > policy::max_rules) {
      return fail(array, errc::too_large, "Consent.provision.provision");
    }
    std::uint16_t index = 0;
    for (const value element : array.elements()) {
      rule made;
      made.parent = static_cast<std::uint32_t>(parent);
      made.index = index++;
      made.depth = static_cast<std::uint8_t>(depth + 1);
      out_.rules.push_back(made);
      pending_.push_back(element);
    }
    return success();
  }

  // Whether the rule has a criterion other than its period.
  result<bool> read_rule(std::size_t i) {
    const value from = pending_[i];
    rule& made = out_.rules[i];
    typed_ = false;
    names_a_set_ = false;
    unknown_ = unknown_in_all_;
    bool narrows = false;
    for (const auto& member : from.members()) {
      if (member.name == "type") {
        PHR_TRY(read_type(made, member.value));
      } else if (member.name == "period") {
        PHR_TRY(read_period(made, member.value));
      } else if (member.name == "id" || member.name == "extension" || member.name == "provision") {
        continue;
      } else {
        narrows = true;
        if (member.name == "actor") {
          PHR_TRY(read_actors(made, member.value));
        } else if (member.name == "action") {
          PHR_TRY(read_actions(made, member.value));
        } else if (member.name == "purpose") {
          PHR_TRY(read_purposes(made, member.value));
        } else if (member.name == "class") {
          PHR_TRY(read_classes(made, member.value));
        } else {
          made.unsure = true;
          unknown_ = unknown_ || std::find(known_criteria.begin(), known_criteria.end(), member.name) == known_criteria.end();
        }
      }
    }
    return narrows;
  }

  result<void> read_type(rule& made, const value& from) {
    PHR_TRY(const auto code, text(from, "Consent.provision.type"));
    if (code != "permit" && code != "deny") return fail(from, errc::invalid_value, "Consent.provision.type");
    made.type = code == "permit" ? rule_type::permit : rule_type::deny;
    typed_ = true;
    return success();
  }

  result<time_interval> read_time(const value& from, static_text place) {
    PHR_TRY(const auto written, text(from, place));
    const auto time = parse_date_time(written);
    if (!time) return from.locate(error{time.error().code()}.at(place));
    return time.assume_value().as_interval();
  }

  result<void> read_period(rule& made, const value& from) {
    if (!from.is_object()) return fail(from, errc::wrong_type, "Consent.provision.period");
    for (const auto& member : from.members()) {
      if (member.name == "start") {
        PHR_TRY(const auto time, read_time(member.value, "Consent.provision.period.start"));
        made.period.low = time.low;
      } else if (member.name == "end") {
        PHR_TRY(const auto time, read_time(member.value, "Consent.provision.period.end"));
        made.period.high = time.high;
      } else if (member.name != "id" && member.name != "extension") {
        made.unsure = true;
      }
    }
    if (from.members().begin() == from.members().end()) return fail(from, errc::missing_element, "Consent.provision.period");
    if (made.period.low >= made.period.high) return fail(from, errc::invalid_value, "Consent.provision.period");
    return success();
  }

  // Whether the actor is a recipient named by a comparable reference; then it is added.
  result<bool> read_actor(const value& from) {
    bool sure = true;
    for (const auto& member : from.members()) {
      sure = sure && (member.name == "role" || member.name == "reference" || member.name == "id" ||
                      member.name == "extension");
    }
    const value role = from["role"];
    sure = sure && role;
    if (role) {
      if (!role.is_object()) return fail(role, errc::wrong_type, "Consent.provision.actor.role");
      PHR_TRY(check_array(role["coding"], "Consent.provision.actor.role"));
      for (const value each : role["coding"].elements()) {
        PHR_TRY(const auto read, read_coding(each, "Consent.provision.actor.role"));
        const bool takes_part = read.system == participation || read.system == old_participation;
        sure = sure && (takes_part ? read.code == "PRCP" || read.code == "IRCP" : !read.system.empty());
      }
    }
    if (!from["reference"]) return fail(from, errc::missing_element, "Consent.provision.actor.reference");
    PHR_TRY(auto read, read_reference(from["reference"], "Consent.provision.actor.reference"));
    if (!sure || !read.comparable) return false;
    names_a_set_ = names_a_set_ || read.names_a_set;
    out_.actors.push_back(std::move(read.text));
    return true;
  }

  result<void> read_actors(rule& made, const value& from) {
    PHR_TRY(check_array(from, "Consent.provision.actor"));
    made.first_actor = static_cast<std::uint32_t>(out_.actors.size());
    bool sure = true;
    std::uint64_t nth = 0;
    for (const value each : from.elements()) {
      auto read = read_actor(each);
      if (!read) return read.error().nth(nth);
      sure = read.assume_value() && sure;
      ++nth;
    }
    made.actor_count = static_cast<std::uint32_t>(out_.actors.size()) - made.first_actor;
    made.any_actor = false;
    if (!sure) drop_actors(made);
    return success();
  }

  // What is not known may turn a rule around: it denies all that the rules above it are about.
  static void drop_criteria(rule& made) noexcept {
    drop_actors(made);
    made.period = {always_from, always_to};
    made.any_purpose = made.any_type = true;
    made.purpose_count = 0;
    made.actions = 0;
  }

  static void drop_actors(rule& made) noexcept {
    made.unsure = true;
    made.any_actor = true;
    made.actor_count = 0;
  }

  result<void> read_actions(rule& made, const value& from) {
    constexpr std::array<std::string_view, 5> codes{"collect", "access", "use", "disclose", "correct"};
    PHR_TRY(check_array(from, "Consent.provision.action"));
    bool sure = true;
    std::uint64_t nth = 0;
    for (const value each : from.elements()) {
      const auto code = code_in(each, action_codes, "Consent.provision.action");
      if (!code) return code.error().nth(nth);
      const auto* found = std::find(codes.begin(), codes.end(), code.assume_value());
      sure = sure && found != codes.end();
      if (sure) made.actions = static_cast<std::uint8_t>(made.actions | 1U << (found - codes.begin()));
      ++nth;
    }
    if (!sure) {
      made.unsure = true;
      made.actions = 0;
    }
    return success();
  }

  result<void> read_purposes(rule& made, const value& from) {
    PHR_TRY(check_array(from, "Consent.provision.purpose"));
    made.first_purpose = static_cast<std::uint32_t>(out_.purposes.size());
    bool sure = true;
    std::uint64_t nth = 0;
    for (const value each : from.elements()) {
      auto read = read_coding(each, "Consent.provision.purpose");
      if (!read) return read.error().nth(nth);
      sure = sure && read.assume_value().system == act_reason && !read.assume_value().code.empty();
      out_.purposes.push_back(std::move(read.assume_value().code));
      ++nth;
    }
    made.any_purpose = !sure;
    made.purpose_count = sure ? static_cast<std::uint32_t>(nth) : 0;
    made.unsure = made.unsure || !sure;
    return success();
  }

  result<void> read_classes(rule& made, const value& from) {
    PHR_TRY(check_array(from, "Consent.provision.class"));
    bool sure = true;
    std::uint64_t nth = 0;
    for (const value each : from.elements()) {
      const auto read = read_coding(each, "Consent.provision.class");
      if (!read) return read.error().nth(nth);
      const auto type = fhir::resource_type_named(read.assume_value().code);
      sure = sure && read.assume_value().system == resource_types && type.has_value();
      if (sure) made.types.insert(*type);
      ++nth;
    }
    made.any_type = !sure;
    made.unsure = made.unsure || !sure;
    return success();
  }

  // The type of a root rule that is written without one.
  result<void> settle_root(const value& consent, bool narrows) {
    rule& root = out_.rules.front();
    root.unsure = root.unsure || unsure_;
    std::string code;
    if (consent["policyRule"]) {
      PHR_TRY(code, code_in(consent["policyRule"], act_code, "Consent.policyRule"));
    }
    if (typed_) return success();
    if (narrows || code == "OPTOUT" || code == "OPTOUTE") {
      root.type = rule_type::deny;
    } else if (code == "OPTIN") {
      root.type = rule_type::permit;
    }
    typed_ = true;
    return success();
  }

  void settle(rule& made, std::size_t i) noexcept {
    if (!typed_) made.type = rule_type::deny;
    if (names_a_set_ && made.type == rule_type::deny) drop_actors(made);
    if (unknown_ && (made.type == rule_type::deny || unknown_in_all_)) drop_criteria(made);
    made.counts = !made.unsure && (i == 0 || out_.rules[made.parent].counts);
  }

  policy_body& out_;
  std::vector<value> pending_;
  bool unsure_ = false;       // the Consent as a whole
  bool typed_ = false;        // the rule that is read
  bool names_a_set_ = false;  // the same
  bool unknown_ = false;      // the same: a modifier, or what R4 does not have
  bool unknown_in_all_ = false;  // in the Consent as a whole
};

}  // namespace

result<policy> compile(const fhir::json::value& consent, force with) {
  auto body = owned<policy_body>(new policy_body);
  PHR_TRY(compiler(*body).read(consent));
  if (with == force::denies_alone) {
    for (rule& each : body->rules) each.counts = false;
  }
  return policy(owned<const policy_body>(new policy_body(std::move(*body))));
}

std::string_view policy::id() const noexcept { return body_->id; }
std::string_view policy::version() const noexcept { return body_->version; }
std::string_view policy::patient() const noexcept { return body_->patient; }
consent::status policy::status() const noexcept { return body_->status; }
bool policy::speaks() const noexcept { return body_->speaks; }
std::span<const std::string> policy::actors() const noexcept { return body_->actors; }
std::span<const std::string> policy::purposes() const noexcept { return body_->purposes; }
std::size_t policy::rule_count() const noexcept { return body_->rules.size(); }
std::size_t policy::unsure_count() const noexcept {
  const auto& rules = body_->rules;
  return static_cast<std::size_t>(std::count_if(rules.begin(), rules.end(), [](const rule& r) { return r.unsure; }));
}

}  // namespace phr::consent
