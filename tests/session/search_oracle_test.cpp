// Thousands of random searches, each compared with looking at every resource.
#include "session/search_fixture.hpp"
#include "session/search_model.hpp"

namespace {

using namespace phr::test;
using namespace phr::test::model;

// ---- random resources ----

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

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

std::string coding(const token& of, const char* code_name) {
  list made;
  if (!of.system.empty()) made.add("system", in_quotes(of.system));
  return made.add(code_name, in_quotes(of.code)).object();
}

list begun(entry& into, const char* type) {
  list made;
  made.add("resourceType", in_quotes(type)).add("id", in_quotes(into.id));
  return made;
}

void add_identifiers(dice& roll, entry& into, list& members) {
  list all;
  for (std::size_t left = roll.below(3); left > 0; --left) {
    const token& one = roll.of(tokens());
    into.tokens["identifier"].push_back(one);
    all.add(coding(one, "value"));
  }
  if (!all.empty()) members.add("identifier", all.array());
}

void add_effective(dice& roll, entry& into, list& members) {
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

void add_value(dice& roll, entry& into, list& members) {
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

void make_observation(dice& roll, entry& into) {
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
  members.add("code", codings.empty() ? R"({"text":"x"})" : R"({"coding":)" + codings.array() + "}");
  add_identifiers(roll, into, members);
  if (!roll.chance(10)) {
    const std::string& subject = roll.of(references());
    into.references["subject"].push_back(subject);
    if (!subject.starts_with("Group/")) into.references["patient"].push_back(subject);
    members.add("subject", R"({"reference":)" + in_quotes(subject) + "}");
  }
  add_effective(roll, into, members);
  add_value(roll, into, members);
  into.json = members.object();
}

void make_patient(dice& roll, entry& into) {
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

std::string random_prefix(dice& roll) {
  static const std::vector<std::string> all{"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"};
  return roll.of(all);
}

std::string ask_token(dice& roll, criterion& into) {
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
std::string ask_text(dice& roll, criterion& into) {
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

std::string ask_amount(dice& roll, criterion& into) {
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

std::string ask_reference(dice& roll, criterion& into) {
  std::string asked = roll.of(references());
  if (!into.modifier.empty()) {
    asked = roll.of(std::vector<std::string>{"1", "2", "a-b", "none"});
  } else if (!asked.starts_with("http") && roll.chance(40)) {
    asked = asked.substr(asked.find('/') + 1);
  }
  into.references.push_back(asked);
  return asked;
}

std::string random_modifier(dice& roll, const criterion& of) {
  if (roll.chance(8)) return "missing";
  if (of.kind == 't' && roll.chance(25)) return "not";
  if (of.kind == 's' && roll.chance(50)) return roll.chance(50) ? "exact" : "contains";
  if (of.parameter == "subject" && roll.chance(30)) return roll.chance(50) ? "Patient" : "Group";
  return "";
}

criterion random_criterion(dice& roll, bool of_patients) {
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

// ---- the comparison ----

class SearchOracle : public search_fixture {
 protected:
  // Writes resources, some of them over and over and some deleted again, so that the index has a history.
  void fill(dice& roll, std::vector<entry>& into, const char* type, std::size_t many, std::size_t writes) {
    auto me = owner();
    const bool patients = std::string_view(type) == "Patient";
    into.resize(many);
    for (std::size_t turn = 0; turn < writes; ++turn) {
      const std::size_t which = turn < many ? turn : roll.below(many);
      entry made;
      made.id = "r" + std::to_string(which);
      made.first_written = which;
      if (patients) {
        make_patient(roll, made);
      } else {
        make_observation(roll, made);
      }
      const auto written = me.update(made.json);
      ASSERT_TRUE(written) << made.json << " " << phr::describe(written.error());
      if (roll.chance(10)) {
        made.live = false;
        ASSERT_TRUE(me.remove(*phr::fhir::resource_type_named(type), made.id));
      }
      into[which] = std::move(made);
    }
  }

  // As FHIR defines it: every criterion holds.
  static these expected(const std::vector<entry>& all, const std::vector<criterion>& asked) {
    these out;
    for (const entry& each : all) {
      const auto holds = [&](const criterion& one) { return one.matches(each); };
      if (each.live && std::all_of(asked.begin(), asked.end(), holds)) out.insert(each.id);
    }
    return out;
  }

  // Compares `many` searches; says how many of them found some resources but not all.
  int compare(dice& roll, const std::vector<entry>& all, const std::string& type, int many) {
    auto me = owner();
    int telling = 0;
    for (int turn = 0; turn < many && !HasFailure(); ++turn) {
      std::vector<criterion> asked;
      std::string query = type + "?";
      for (std::size_t left = 1 + roll.below(3); left > 0; --left) {
        asked.push_back(random_criterion(roll, type == "Patient"));
        query += (asked.size() == 1 ? "" : "&") + asked.back().written;
      }
      const auto hits = me.search(query);
      EXPECT_TRUE(hits) << query << ": " << (hits ? "" : phr::describe(hits.error()));
      if (!hits) return telling;
      these found;
      for (const auto& hit : hits.value()) EXPECT_TRUE(found.insert(hit.id()).second) << query;
      const these wanted = expected(all, asked);
      EXPECT_EQ(found, wanted) << query;
      if (!wanted.empty() && wanted.size() < all.size() / 2) ++telling;
    }
    return telling;
  }
};

TEST_F(SearchOracle, AgreesOnObservations) {
  dice roll(20240229);
  std::vector<entry> all;
  fill(roll, all, "Observation", 250, 400);
  EXPECT_GT(compare(roll, all, "Observation", 2000), 700);
}

TEST_F(SearchOracle, AgreesOnPatients) {
  dice roll(19800203);
  std::vector<entry> all;
  fill(roll, all, "Patient", 100, 150);
  EXPECT_GT(compare(roll, all, "Patient", 1000), 350);
}

TEST_F(SearchOracle, AgreesOnTheOrderByDateAndOnPages) {
  dice roll(4711);
  std::vector<entry> all;
  fill(roll, all, "Observation", 80, 120);
  const auto low = [](const entry* of) { return of->dates.at("date").front().low; };
  for (int turn = 0; turn < 60 && !HasFailure(); ++turn) {
    const criterion asked = random_criterion(roll, false);
    const bool falling = roll.chance(50);
    std::vector<const entry*> wanted;
    for (const entry& each : all) {
      if (each.live && asked.matches(each)) wanted.push_back(&each);
    }
    std::stable_sort(wanted.begin(), wanted.end(), [&](const entry* a, const entry* b) {
      const bool dated_a = a->dates.contains("date");
      if (dated_a != b->dates.contains("date")) return dated_a;
      if (!dated_a || low(a) == low(b)) return falling ? a->first_written > b->first_written : a->first_written < b->first_written;
      return falling ? low(a) > low(b) : low(a) < low(b);
    });
    ids order;
    for (const entry* each : wanted) order.push_back(each->id);
    const std::string query = "Observation?" + asked.written + "&_sort=" + (falling ? "-date" : "date");
    EXPECT_EQ(ordered(query), order) << query;
    ids pages;
    for (std::size_t from = 0; from <= order.size(); from += 7) {
      const ids page = ordered(query + "&_count=7&_offset=" + std::to_string(from));
      pages.insert(pages.end(), page.begin(), page.end());
    }
    EXPECT_EQ(pages, order) << query;
  }
}

}  // namespace
