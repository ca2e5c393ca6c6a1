// Random resources and random searches, each of which knows what it says and what it asks: see search_model.hpp.
#pragma once

#include "session/search_model.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace phr::test::model {

// ---- random resources ----

inline std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

// Members of a JSON object, or elements of an array, one after the other.
class list {
 public:
  list& add(const std::string& one) {
    text_ += (text_.empty() ? "" : ",") + one;
    return *this;
  }
  list& add(const std::string& name, const std::string& value) { return add(in_quotes(name) + ":" + value); }
  [[nodiscard]] bool empty() const { return text_.empty(); }
  [[nodiscard]] std::string object() const { return "{" + text_ + "}"; }
  [[nodiscard]] std::string array() const { return "[" + text_ + "]"; }

 private:
  std::string text_;
};

inline std::string coding(const token& of, const char* code_name) {
  list made;
  if (!of.system.empty()) made.add("system", in_quotes(of.system));
  return made.add(code_name, in_quotes(of.code)).object();
}

inline list begun(entry& into, const char* type) {
  list made;
  made.add("resourceType", in_quotes(type)).add("id", in_quotes(into.id));
  return made;
}

inline void add_identifiers(dice& roll, entry& into, list& members) {
  list all;
  for (std::size_t left = roll.below(3); left > 0; --left) {
    const token& one = roll.of(tokens());
    into.tokens["identifier"].push_back(one);
    all.add(coding(one, "value"));
  }
  if (!all.empty()) members.add("identifier", all.array());
}

inline void add_effective(dice& roll, entry& into, list& members) {
  if (roll.chance(15)) return;
  if (roll.chance(60)) {
    const moment at = random_moment(roll, false);
    into.dates["date"].push_back(at.within);
    members.add("effectiveDateTime", in_quotes(at.written));
    return;
  }
  moment start = random_moment(roll, false);
  moment end = random_moment(roll, false);
  if (start.within.low > end.within.low) std::swap(start, end);
  if (start.within.low >= end.within.high) return;
  span within;
  list period;
  if (roll.chance(75)) {
    within.low = start.within.low;
    period.add("start", in_quotes(start.written));
  }
  if (period.empty() || roll.chance(75)) {
    within.high = end.within.high;
    period.add("end", in_quotes(end.written));
  }
  into.dates["date"].push_back(within);
  members.add("effectivePeriod", period.object());
}

inline void add_value(dice& roll, entry& into, list& members) {
  if (roll.chance(20)) {
    const text& said = roll.of(names());
    into.strings["value-string"].push_back(said);
    members.add("valueString", in_quotes(said.original));
  } else if (roll.chance(85)) {
    amount measured = roll.of(units());
    measured.value = random_number(roll);
    into.amounts["value-quantity"].push_back(measured);
    list quantity;
    quantity.add("value", measured.value.written());
    if (!measured.system.empty()) quantity.add("system", in_quotes(measured.system));
    if (!measured.code.empty()) quantity.add("code", in_quotes(measured.code));
    if (!measured.unit.empty()) quantity.add("unit", in_quotes(measured.unit));
    members.add("valueQuantity", quantity.object());
  }
}

// `more`: further members, as JSON; "" for none.
inline void make_observation(dice& roll, entry& into, const std::string& code_text = "x", const std::string& more = "") {
  list members = begun(into, "Observation");
  const std::string status = roll.of(std::vector<std::string>{"final", "amended", "preliminary"});
  into.tokens["status"].push_back({"", status});
  members.add("status", in_quotes(status));
  list codings;
  for (std::size_t left = roll.below(3); left > 0; --left) {
    const token& one = roll.of(tokens());
    into.tokens["code"].push_back(one);
    codings.add(coding(one, "code"));
  }
  members.add("code", "{" + (codings.empty() ? std::string() : R"("coding":)" + codings.array() + ",") + R"("text":")" + code_text + "\"}");
  add_identifiers(roll, into, members);
  if (!roll.chance(10)) {
    const std::string& subject = roll.of(references());
    into.references["subject"].push_back(subject);
    if (!subject.starts_with("Group/")) into.references["patient"].push_back(subject);
    members.add("subject", R"({"reference":)" + in_quotes(subject) + "}");
  }
  add_effective(roll, into, members);
  add_value(roll, into, members);
  if (!more.empty()) members.add(more);
  into.json = members.object();
}

inline void make_patient(dice& roll, entry& into) {
  list members = begun(into, "Patient");
  list all_names;
  for (std::size_t left = roll.below(3); left > 0; --left) {
    list name;
    const text& family = roll.of(names());
    into.strings["family"].push_back(family);
    into.strings["name"].push_back(family);
    name.add("family", in_quotes(family.original));
    list given;
    for (std::size_t more = roll.below(3); more > 0; --more) {
      const text& one = roll.of(names());
      into.strings["given"].push_back(one);
      into.strings["name"].push_back(one);
      given.add(in_quotes(one.original));
    }
    if (!given.empty()) name.add("given", given.array());
    all_names.add(name.object());
  }
  if (!all_names.empty()) members.add("name", all_names.array());
  if (roll.chance(70)) {
    moment born = random_moment(roll, false);
    while (born.written.size() > 10) born = random_moment(roll, false);
    into.dates["birthdate"].push_back(born.within);
    members.add("birthDate", in_quotes(born.written));
  }
  if (roll.chance(60)) {
    const std::string active = roll.chance(50) ? "true" : "false";
    into.tokens["active"].push_back({"", active});
    members.add("active", active);
  }
  add_identifiers(roll, into, members);
  into.json = members.object();
}

// ---- random searches ----

// One criterion: its text, and what it says of a resource.
struct criterion {
  std::string written;
  std::string parameter;
  std::string modifier;
  std::vector<token_question> tokens;
  std::vector<text> texts;
  std::vector<std::pair<std::string, span>> dates;
  std::vector<std::string> references;
  std::vector<std::pair<std::string, amount>> amounts;
  char kind = 't';

  [[nodiscard]] bool has_rows(const entry& of) const {
    switch (kind) {
      case 't': return parameter == "code" || of.tokens.contains(parameter);  // a code may have a text alone
      case 's': return of.strings.contains(parameter);
      case 'd': return of.dates.contains(parameter);
      case 'r': return of.references.contains(parameter);
      default: return of.amounts.contains(parameter);
    }
  }

  template <class Values, class Questions, class Match>
  bool any(const Values& values, const Questions& questions, const Match& match) const {
    const auto found = values.find(parameter);
    if (found == values.end()) return false;
    for (const auto& value : found->second) {
      for (const auto& question : questions) {
        if (match(question, value)) return true;
      }
    }
    return false;
  }

  [[nodiscard]] bool matches(const entry& of) const {
    if (modifier == "missing") return has_rows(of) == (written.find("=false") != std::string::npos);
    switch (kind) {
      case 't': {
        const bool found =
            any(of.tokens, tokens, [](const auto& asked, const auto& value) { return asked.matches(value); });
        return modifier == "not" ? !found : found;
      }
      case 's':
        return any(of.strings, texts,
                   [&](const auto& asked, const auto& value) { return string_matches(modifier, asked, value); });
      case 'd':
        return any(of.dates, dates,
                   [](const auto& asked, const auto& value) { return date_matches(asked.first, asked.second, value); });
      case 'r':
        return any(of.references, references,
                   [&](const auto& asked, const auto& value) { return reference_matches(modifier, asked, value); });
      default:
        return any(of.amounts, amounts, [](const auto& asked, const auto& value) {
          return number_matches(asked.first, asked.second.value, value.value) && unit_matches(asked.second, value);
        });
    }
  }
};

inline std::string random_prefix(dice& roll) {
  static const std::vector<std::string> all{"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"};
  return roll.of(all);
}

inline std::string ask_token(dice& roll, criterion& into) {
  static const std::vector<std::string> plain{"final", "amended", "entered-in-error", "true", "false"};
  if (into.parameter == "status" || into.parameter == "active") {
    into.tokens.push_back({false, {"", roll.of(plain)}});
    return into.tokens.back().asked.code;
  }
  const token& one = roll.of(tokens());
  switch (roll.below(4)) {
    case 0: into.tokens.push_back({true, one}); return one.system + "|" + one.code;
    case 1:
      if (one.system.empty()) break;
      into.tokens.push_back({true, {one.system, ""}});
      return one.system + "|";
    case 2: into.tokens.push_back({true, {"", one.code}}); return "|" + one.code;
    default: break;
  }
  into.tokens.push_back({false, {"", one.code}});
  return one.code;
}

// A piece of a name. Only ASCII is cut, and put in capitals at random.
inline std::string ask_text(dice& roll, criterion& into) {
  const text& one = roll.of(names());
  if (into.modifier == "exact") {
    into.texts.push_back(one);
    return one.original;
  }
  text asked = one;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const bool ascii = std::all_of(one.folded.begin(), one.folded.end(), is_ascii);
  if (ascii) {
    const std::size_t from = into.modifier == "contains" ? roll.below(one.folded.size()) : 0;
    asked.folded = one.folded.substr(from, 1 + roll.below(one.folded.size() - from));
    if (asked.folded.front() == ' ') asked.folded.erase(0, 1);
    if (!asked.folded.empty() && asked.folded.back() == ' ') asked.folded.pop_back();
    if (asked.folded.empty()) asked.folded = "e";
    asked.original = asked.folded;
    for (char& c : asked.original) {
      if (c >= 'a' && c <= 'z' && roll.chance(40)) c = static_cast<char>(c - 32);
    }
  }
  into.texts.push_back(asked);
  return asked.original;
}

inline std::string ask_amount(dice& roll, criterion& into) {
  amount asked = roll.of(units());
  asked.value = random_number(roll);
  const std::string prefix = random_prefix(roll);
  std::string written = prefix + asked.value.written();
  if (roll.chance(50)) {
    asked.code.clear();
  } else {
    if (asked.code.empty() || (roll.chance(20) && !asked.unit.empty())) {
      asked.system.clear();
      asked.code = asked.unit.empty() ? "mg" : asked.unit;
    }
    if (roll.chance(30)) asked.system.clear();
    written += "|" + asked.system + "|" + asked.code;
  }
  into.amounts.emplace_back(prefix, asked);
  return written;
}

inline std::string ask_reference(dice& roll, criterion& into) {
  std::string asked = roll.of(references());
  if (!into.modifier.empty()) {
    asked = roll.of(std::vector<std::string>{"1", "2", "a-b", "none"});
  } else if (!asked.starts_with("http") && roll.chance(40)) {
    asked = asked.substr(asked.find('/') + 1);
  }
  into.references.push_back(asked);
  return asked;
}

inline std::string random_modifier(dice& roll, const criterion& of) {
  if (roll.chance(8)) return "missing";
  if (of.kind == 't' && roll.chance(25)) return "not";
  if (of.kind == 's' && roll.chance(50)) return roll.chance(50) ? "exact" : "contains";
  if (of.parameter == "subject" && roll.chance(30)) return roll.chance(50) ? "Patient" : "Group";
  return "";
}

inline criterion random_criterion(dice& roll, bool of_patients) {
  using parameters = std::vector<std::pair<std::string, char>>;  // often asked ones more than once
  static const parameters patients{{"name", 's'},      {"family", 's'}, {"given", 's'},     {"birthdate", 'd'},
                                   {"birthdate", 'd'}, {"active", 't'}, {"identifier", 't'}};
  static const parameters observations{
      {"code", 't'},    {"status", 't'},  {"identifier", 't'},     {"date", 'd'},           {"date", 'd'},
      {"subject", 'r'}, {"patient", 'r'}, {"value-quantity", 'q'}, {"value-quantity", 'q'}, {"value-string", 's'}};
  criterion made;
  const auto& [parameter, kind] = roll.of(of_patients ? patients : observations);
  made.parameter = parameter;
  made.kind = kind;
  made.modifier = random_modifier(roll, made);
  made.written = made.parameter + (made.modifier.empty() ? "" : ":" + made.modifier) + "=";
  if (made.modifier == "missing") {
    made.written += roll.chance(50) ? "true" : "false";
    return made;
  }
  for (std::size_t left = roll.chance(60) ? 1 : 1 + roll.below(3); left > 0; --left) {
    std::string one;
    if (kind == 't') one = ask_token(roll, made);
    if (kind == 's') one = ask_text(roll, made);
    if (kind == 'r') one = ask_reference(roll, made);
    if (kind == 'q') one = ask_amount(roll, made);
    if (kind == 'd') {
      const moment at = random_moment(roll, true);
      made.dates.emplace_back(random_prefix(roll), at.within);
      one = made.dates.back().first + at.written;
    }
    made.written += (made.written.back() == '=' ? "" : ",") + one;
  }
  return made;
}

}  // namespace phr::test::model
