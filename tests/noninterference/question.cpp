// Criteria: a parameter of the type, with a value of the world's.
#include "noninterference/question.hpp"

#include <phr/fhir/search_parameter.hpp>

#include <array>

namespace phr::twins {

namespace {

using fhir::search_kind;

fhir::resource_type number_of_type(std::string_view type) { return fhir::resource_type_named(type).value_or(fhir::resource_type{}); }

std::string_view kind_name(search_kind kind) {
  constexpr std::array<std::string_view, 9> names{"token", "string", "date", "reference", "quantity", "number", "uri", "composite", "special"};
  return names[static_cast<std::size_t>(kind)];
}

bool has_word(std::string_view bars, std::string_view word) { return ("|" + std::string(bars) + "|").find("|" + std::string(word) + "|") != std::string::npos; }

// Those that forms fill, so that most criteria can find something.
constexpr std::string_view usual =
    "code|date|subject|patient|status|category|performer|encounter|identifier|name|family|value-quantity|value-concept|value-string|combo-code|component-code|component-value-quantity|combo-value-quantity|"
    "has-member|derived-from|focus|author|result|participant|practitioner|organization|location|medication|class|type|gender|birthdate|address|address-city|telecom|phone|url|version|title|member|item|entry|source|"
    "based-on|part-of|partof|reason-reference|diagnosis|general-practitioner|link|onset-date|abatement-date|recorded-date|asserter|severity|clinical-status|evidence-detail|period|length|authoredon|requester|"
    "related|relatesto|custodian|content|message|focus|agent|target|recorded|occurrence|description|contact|lot-number|vaccine-code|reaction-date|probability|factor-override|quantity|device|specimen|questionnaire|context-type-value";

}  // namespace

std::string encoded(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("%&#+ ").find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x7F) {
      constexpr const char* digits = "0123456789ABCDEF";
      out += {'%', digits[static_cast<unsigned char>(c) >> 4U], digits[static_cast<unsigned char>(c) & 15U]};
    } else {
      out += c;
    }
  }
  return out;
}

std::string question::type() {
  if (by_.chance(30)) return "Observation";
  return by_.chance(97) ? by_.pick(of_.names).type : std::string(by_.pick(forms()).type);
}

const name& question::any_name() { return by_.pick(of_.names); }

std::string question::reference() {
  if (by_.chance(5)) return type() + "/nobody";
  const name& made = any_name();
  return made.type + "/" + made.id;
}

std::string question::patient() { return by_.chance(95) ? by_.pick(of_.rules.patients()) : "stranger"; }

std::string question::coding_value() {
  const code& made = code_of(by_, any_flavour(by_));
  switch (by_.below(6)) {
    case 0: return std::string(made.system) + "|";
    case 1: return "|" + std::string(made.value);
    case 2:
    case 3: return std::string(made.value);
    default: return std::string(made.system) + "|" + std::string(made.value);
  }
}

const question::parameter* question::any_parameter(std::string_view type) { return parameter_of_kind(type, "token|string|date|reference|quantity|number|uri|composite"); }

const question::parameter* question::parameter_of_kind(std::string_view type, std::string_view kinds) {
  std::vector<const parameter*> all;
  std::vector<const parameter*> some;
  for (const auto& each : fhir::search_parameters(number_of_type(type))) {
    if (!each.supported || !has_word(kinds, kind_name(each.kind)) || each.code == "_filter") continue;
    all.push_back(&each);
    if (has_word(usual, each.code)) some.push_back(&each);
  }
  if (!some.empty() && by_.chance(80)) return by_.pick(some);
  return all.empty() ? nullptr : by_.pick(all);
}

std::string question::common(std::string_view type) {
  switch (by_.below(7)) {
    case 0: {
      const auto ids = of_.roster.find(type);
      return "_id=" + (ids == of_.roster.end() || ids->second.empty() ? std::string("nobody") : by_.pick(ids->second)) + (by_.chance(30) ? "," + any_name().id : "");
    }
    case 1: return "_tag=" + encoded(coding_value());
    case 2: return "_profile=" + encoded(uri_of(by_, any_flavour(by_)));
    case 3: return "_lastUpdated=" + std::string(by_.word("ge2023-09|lt2023-10-01|2023-09|gt2023-10-15T00:00:00Z|ne2023|le2023-08-20"));
    case 4: return "_source=" + encoded(uri_of(by_, any_flavour(by_)));
    case 5: return "_text=" + encoded(word_of(by_, any_flavour(by_)));
    default: return "_content=" + encoded(word_of(by_, any_flavour(by_)));
  }
}

std::string question::criterion(std::string_view type) {
  if (by_.chance(12)) return common(type);
  const parameter* chosen = any_parameter(type);
  return chosen == nullptr ? common(type) : named(*chosen, type, "");
}

std::string question::named(const parameter& of, std::string_view type, std::string_view prefix) {
  std::string modifier;
  std::string text = value(of, type, modifier);
  if (by_.chance(4)) {
    modifier = ":missing";
    text = by_.word("true|false");
  } else if (by_.chance(12) && modifier.empty()) {
    std::string ignored;
    text += "," + value(of, type, ignored);
  }
  return std::string(prefix) + std::string(of.code) + modifier + "=" + text;
}

std::string question::token(const parameter& of, std::string_view type, std::string& modifier) {
  if (of.code == "identifier") return encoded(by_.chance(50) ? serial_of(by_, any_flavour(by_)) : std::string(identifier_system) + "|" + std::string(serial_of(by_, any_flavour(by_))));
  if (of.code == "status" || of.code == "gender" || of.code == "intent" || of.code == "mode") return std::string(by_.word("final|active|completed|amended|current|male|female|finished|order|working|booked"));
  if (of.code == "phone" || of.code == "email" || of.code == "telecom") return encoded(serial_of(by_, any_flavour(by_)));
  if (of.code == "active" || of.code == "deceased") return std::string(by_.word("true|false"));
  if (by_.chance(8)) modifier = ":not";
  if (modifier.empty() && by_.chance(6)) {
    modifier = ":text";
    return encoded(by_.chance(50) ? word_of(by_, any_flavour(by_)) : std::string_view("heart"));
  }
  if (modifier.empty() && by_.chance(6)) {
    modifier = by_.word(":in|:not-in");
    return of_value_set();
  }
  if (modifier.empty() && by_.chance(4)) {
    modifier = by_.word(":below|:above");
    const code& made = code_of(by_, any_flavour(by_));
    return encoded(std::string(made.system) + "|" + std::string(made.value));
  }
  static_cast<void>(type);
  return encoded(coding_value());
}

std::string question::of_value_set() {
  const auto sets = of_.roster.find("ValueSet");
  if (by_.chance(40)) return std::string(by_.word(term_urls));
  if (sets == of_.roster.end() || by_.chance(10)) return encoded(uri_of(by_, any_flavour(by_)));
  return "ValueSet/" + by_.pick(sets->second);
}

std::string question::target_of(const parameter& of) {
  std::vector<std::string> some;
  for (const auto target : of.targets) {
    const auto found = of_.roster.find(fhir::name(target));
    if (found == of_.roster.end()) continue;
    some.emplace_back(fhir::name(target));
    if (target == fhir::resource_type::Patient) some.insert(some.end(), 3, "Patient");
  }
  if (some.empty()) return of.targets.empty() ? reference() : std::string(fhir::name(of.targets.front())) + "/nobody";
  const std::string& type = by_.pick(some);
  return type + "/" + by_.pick(of_.roster.find(type)->second);
}

std::string question::composite(const parameter& of) {
  std::string text;
  for (const auto& part : of.components) {
    if (!text.empty()) text += '$';
    switch (part.kind) {
      case search_kind::quantity: text += std::string(by_.word("|gt|lt|ge|ne|ap")) + std::string(number_of(by_, any_flavour(by_))); break;
      case search_kind::number: text += std::string(number_of(by_, any_flavour(by_))); break;
      case search_kind::date: text += std::string(by_.word("|ge|lt")) + std::string(day_of(by_, any_flavour(by_))); break;
      case search_kind::string: text += std::string(word_of(by_, any_flavour(by_))); break;
      case search_kind::reference: text += reference(); break;
      case search_kind::uri: text += std::string(uri_of(by_, any_flavour(by_))); break;
      default: {
        const code& made = code_of(by_, any_flavour(by_));
        text += by_.chance(50) ? std::string(made.value) : std::string(made.system) + "|" + std::string(made.value);
        break;
      }
    }
  }
  return encoded(text);
}

std::string question::value(const parameter& of, std::string_view type, std::string& modifier) {
  const std::string_view prefix = by_.word("||eq|ne|gt|lt|ge|le|sa|eb|ap");
  switch (of.kind) {
    case search_kind::token: return token(of, type, modifier);
    case search_kind::string:
      if (by_.chance(30)) modifier = by_.word(":exact|:contains|:text");
      return encoded(by_.chance(40) ? family_of(by_, any_flavour(by_)) : by_.chance(40) ? std::string_view(by_.word("a|s|z|h|c|m")) : word_of(by_, any_flavour(by_)));
    case search_kind::date: return std::string(prefix) + encoded(date_of(by_, any_flavour(by_)));
    case search_kind::quantity: {
      const std::string number = std::string(prefix) + std::string(number_of(by_, any_flavour(by_)));
      if (by_.chance(60)) return number;
      return encoded(number + "|" + (by_.chance(70) ? std::string(ucum_system) : std::string()) + "|" + std::string(unit_of(by_)));
    }
    case search_kind::number: return std::string(prefix) + std::string(number_of(by_, any_flavour(by_)));
    case search_kind::uri:
      if (by_.chance(20)) modifier = by_.word(":above|:below");
      return encoded(uri_of(by_, any_flavour(by_)));
    case search_kind::composite: return composite(of);
    default: break;
  }
  if (by_.chance(5)) {
    modifier = ":identifier";
    return encoded(std::string(identifier_system) + "|" + std::string(serial_of(by_, any_flavour(by_))));
  }
  const std::string target = target_of(of);
  const std::size_t slash = target.find('/');
  if (by_.chance(10)) {
    modifier = ":" + target.substr(0, slash);
    return target.substr(slash + 1);
  }
  return by_.chance(15) ? target.substr(slash + 1) : target;
}

// "subject:Patient.name=li", several steps deep.
std::string question::chain(std::string_view type, int steps) {
  const parameter* along = parameter_of_kind(type, "reference");
  if (along == nullptr) return criterion(type);
  std::vector<std::string> targets;
  for (const auto target : along->targets) {
    if (of_.roster.contains(fhir::name(target))) targets.emplace_back(fhir::name(target));
  }
  if (targets.empty()) return criterion(type);
  const std::string& next = by_.pick(targets);
  std::string text(along->code);
  if (targets.size() > 1 || by_.chance(40)) text += ":" + next;
  text += ".";
  if (steps > 1) return text + (by_.chance(30) ? has(next, steps - 1) : chain(next, steps - 1));
  return text + end_of_steps(next);
}

// What is true of most resources, or of one, half the time: then it is only whether the step is taken that counts.
std::string question::end_of_steps(std::string_view type) {
  const auto ids = of_.roster.find(type);
  switch (by_.below(6)) {
    case 0: return "_lastUpdated=gt2020";
    case 1: return ids == of_.roster.end() ? criterion(type) : "_id=" + by_.pick(ids->second) + "," + by_.pick(ids->second);
    case 2: {
      const parameter* any = any_parameter(type);
      return any == nullptr ? criterion(type) : std::string(any->code) + ":missing=" + std::string(by_.word("true|false"));
    }
    default: return criterion(type);
  }
}

// "_has:Observation:patient:code=x"
std::string question::has(std::string_view type, int steps) {
  struct back {
    std::string type;
    std::string_view code;
  };
  std::vector<back> some;
  for (const auto& [other, ids] : of_.roster) {
    for (const auto& each : fhir::search_parameters(number_of_type(other))) {
      if (each.kind != search_kind::reference || !each.supported || !has_word(usual, each.code)) continue;
      for (const auto target : each.targets) {
        if (fhir::name(target) == type) some.push_back({other, each.code});
      }
    }
  }
  if (some.empty()) return criterion(type);
  const back& chosen = by_.pick(some);
  const std::string text = "_has:" + chosen.type + ":" + std::string(chosen.code) + ":";
  if (steps > 1) return text + (by_.chance(50) ? has(chosen.type, steps - 1) : chain(chosen.type, steps - 1));
  return text + end_of_steps(chosen.type);
}

}  // namespace phr::twins
