// Searches of Synthea's people and HL7's examples, each compared with what R4's own expressions say of every resource.
#include "session/search_facts.hpp"
#include "session/search_fixture.hpp"

#include <cmath>
#include <cstdlib>
#include <filesystem>

namespace {

using namespace phr::test;
using namespace phr::test::model;

struct held {
  std::string id;
  std::map<std::string, said> says;
};

// One criterion: its text, and what it says of a resource.
struct asked {
  std::string text;
  std::function<bool(const held&)> holds;
};

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && static_cast<unsigned char>(c) < 0x7F; });
}

std::string folded(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// As it is written in a query: FHIR's escapes, then percent signs.
std::string written(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view(",|$\\").find(c) != std::string_view::npos) out += '\\';
    if (std::string_view("%&#+").find(c) != std::string_view::npos || static_cast<unsigned char>(c) >= 0x7F) {
      constexpr const char* digits = "0123456789ABCDEF";
      out += {'%', digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]};
    } else {
      out += c;
    }
  }
  return out;
}

const said& says(const held& of, const std::string& code) {
  static const said nothing;
  const auto found = of.says.find(code);
  return found == of.says.end() ? nothing : found->second;
}

template <class Values, class Match>
bool any(const Values& values, const Match& match) {
  return std::any_of(values.begin(), values.end(), match);
}

class FhirpathOracle : public search_fixture {
 protected:
  void SetUp() override {
    const char* root = std::getenv("PHR_SUITES");
    if (root == nullptr || *root == '\0') GTEST_SKIP() << "PHR_SUITES is unset: no Synthea, examples and definitions";
    suites_ = root;
    known_ = std::make_unique<definitions>(suites_ + "/fhir-r4-definitions");
  }

  void import_synthea() {
    auto me = owner();
    for (const auto& file : std::filesystem::directory_iterator(suites_ + "/synthea-10")) {
      if (file.path().extension() != ".json") continue;
      ASSERT_TRUE(me.import_file(file.path().string()));
    }
  }
  void import_examples() {
    auto me = owner();
    for (const auto& file : std::filesystem::directory_iterator(suites_ + "/fhir-r4-examples")) {
      if (file.path().extension() != ".json") continue;
      phr::fhir::json::document parsed;
      const std::string text = file_text(file.path().string());
      if (!parsed.parse(text) || parsed.root()["resourceType"].raw_text() == "Bundle") continue;
      if (me.update(text)) ++written_;
    }
  }

  // Every resource as it is stored, with what its type's expressions say of it.
  void look() {
    auto me = owner();
    named_types host;
    const auto about = store_.info().value();
    for (const auto& counted : about.counts) {
      const std::string type(phr::fhir::name(counted.type));
      auto& all = all_[type];
      phr::fhir::json::document parsed;
      const auto found = me.search(type).value();
      for (const auto& hit : found) {
        ASSERT_TRUE(parsed.parse(hit.json().value()));
        held one{hit.id(), {}};
        for (const definition& each : known_->of(type)) {
          if (each.code == "_id" || each.code == "_lastUpdated") continue;  // of the store, which has tests of them
          said told = known_->facts(each, parsed, host);
          if (told.present) one.says.emplace(each.code, std::move(told));
        }
        all.push_back(std::move(one));
      }
    }
  }

  void compare(const std::string& type, const std::vector<asked>& all) {
    std::string query = type + "?";
    for (const asked& each : all) query += (query.back() == '?' ? "" : "&") + each.text;
    these wanted;
    for (const held& each : all_[type]) {
      if (std::all_of(all.begin(), all.end(), [&](const asked& one) { return one.holds(each); })) wanted.insert(each.id);
    }
    auto me = owner();
    const auto hits = me.search(query);
    ASSERT_TRUE(hits) << query << ": " << phr::describe(hits.error());
    these got;
    for (const auto& hit : hits.value()) EXPECT_TRUE(got.insert(hit.id()).second) << query;
    EXPECT_EQ(got, wanted) << query;
    ++compared_;
    if (!wanted.empty() && wanted.size() < all_[type].size()) ++telling_;
  }

  // ---- criteria of each kind, from the values that occur ----

  static asked token_of(const std::string& code, const token& value, std::size_t form, bool negated) {
    token_question question{form != 0, value};
    std::string text = written(value.code);
    if (form == 1) text = written(value.system) + "|" + text;
    if (form == 2 && !value.system.empty()) {
      question.asked.code.clear();
      text = written(value.system) + "|";
    } else if (form == 2) {
      question.has_bar = false;
    }
    return {code + (negated ? ":not=" : "=") + text, [=](const held& of) {
              return negated != any(says(of, code).tokens, [&](const token& each) { return question.matches(each); });
            }};
  }

  static asked string_of(dice& roll, const std::string& code, const std::string& value, std::size_t form) {
    std::string part = folded(value);
    if (form == 0) part = part.substr(0, 1 + roll.below(part.size()));
    if (form == 1) part = part.substr(roll.below(part.size()));
    part = folded(part);
    if (part.empty() || form == 2) part = form == 2 ? value : folded(value);
    const char* modifier = form == 0 ? "=" : form == 1 ? ":contains=" : ":exact=";
    return {code + modifier + written(part), [=](const held& of) {
              return any(says(of, code).strings, [&](const std::string& each) {
                const std::string own = folded(each);
                return form == 0 ? own.starts_with(part) : form == 1 ? own.find(part) != std::string::npos : each == part;
              });
            }};
  }

  static asked date_of(dice& roll, const std::string& code, const span& value, const std::string& prefix) {
    const std::int64_t from = value.low > -60'000'000'000'000'000 ? value.low : value.high - 1'000'000;
    std::string text = phr::format_instant(from / 1'000'000 * 1'000'000).value();
    text = text.substr(0, roll.of(std::vector<std::size_t>{4, 7, 10, 19}));
    if (text.size() == 19) text += "Z";
    const auto in = phr::parse_search_date(text).value().as_interval();
    const span search{in.low, in.high};
    return {code + "=" + prefix + text, [=](const held& of) {
              return any(says(of, code).dates, [&](const span& each) { return each.low < each.high && date_matches(prefix, search, each); });
            }};
  }

  static bool compares(const std::string& prefix, const phr::decimal& number, const phr::decimal& value) {
    const auto range = number.implied_range();
    const bool equal = value >= range.low && value < range.high;
    if (prefix == "ne") return !equal;
    if (prefix == "gt" || prefix == "sa") return value > number;
    if (prefix == "lt" || prefix == "eb") return value < number;
    if (prefix == "ge") return value >= number;
    if (prefix == "le") return value <= number;
    return equal;
  }

  static asked amount_of(dice& roll, const std::string& code, const measured& value, const std::string& prefix, bool is_quantity) {
    const phr::decimal number = roll.chance(70) ? value.value : value.value.round(1);
    std::string text = code + "=" + prefix + number.to_string();
    const std::size_t form = is_quantity && !value.code.empty() ? roll.below(3) : 0;
    if (form == 1) text += "|" + written(value.system) + "|" + written(value.code);
    if (form == 2) text += "||" + written(value.code);
    const bool converts = form == 1 && value.system == "http://unitsofmeasure.org";
    return {text, [=](const held& of) {
              return any(says(of, code).amounts, [&](const measured& each) {
                if (form == 0) return compares(prefix, number, each.value);
                if (form == 2) return (each.code == value.code || each.unit == value.code) && compares(prefix, number, each.value);
                if (each.system != value.system) return false;
                if (each.code == value.code) return compares(prefix, number, each.value);
                if (!converts) return false;
                const auto same = phr::ucum::convert(each.value, each.code, value.code);
                return same && compares(prefix, number, same.value());
              });
            }};
  }

  static asked reference_of(dice& roll, const definition& by, const std::string& value) {
    const std::string& code = by.code;
    std::string plain = value.substr(0, value.find("/_history/"));
    const std::size_t slash = plain.find('/');
    const bool relative = slash != std::string::npos && phr::fhir::resource_type_named(plain.substr(0, slash));
    const bool by_id = relative && by.targets.contains(plain.substr(0, slash)) && roll.chance(40);
    const bool any_version = !relative && plain.find('|') == std::string::npos;
    return {code + "=" + written(by_id ? plain.substr(slash + 1) : plain), [=, targets = by.targets](const held& of) {
              return any(says(of, code).references, [&](const std::string& each) {
                const std::string own = each.substr(0, each.find("/_history/"));
                if (by_id) return own.substr(own.find('/') + 1) == plain.substr(slash + 1) && targets.contains(own.substr(0, own.find('/')));
                return own == plain || (any_version && own.starts_with(plain + "|"));
              });
            }};
  }

  static asked missing_of(const std::string& code, bool missing) {
    return {code + ":missing=" + (missing ? "true" : "false"), [=](const held& of) { return says(of, code).present != missing; }};
  }

  // A criterion from a value that some resource has; nullopt where the kind of value cannot be asked for.
  static std::optional<asked> ask(dice& roll, const definition& by, const said& from) {
    static const std::vector<std::string> prefixes{"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb"};
    const std::string& prefix = roll.of(prefixes);
    if (by.kind == "token" && !from.tokens.empty()) return token_of(by.code, roll.of(from.tokens), roll.below(3), roll.chance(20));
    if (by.kind == "uri" && !from.uris.empty()) {
      const std::string value = roll.of(from.uris);
      return asked{by.code + "=" + written(value), [code = by.code, value](const held& of) {
                     return any(says(of, code).uris, [&](const std::string& each) { return each == value || (code == "_profile" && each.starts_with(value + "|")); });
                   }};
    }
    if (by.kind == "string" && !from.strings.empty()) {
      const std::string value = roll.of(from.strings);
      if (is_ascii(value) && !folded(value).empty()) return string_of(roll, by.code, value, roll.below(3));
    }
    if (by.kind == "date" && !from.dates.empty()) return date_of(roll, by.code, roll.of(from.dates), prefix);
    if ((by.kind == "quantity" || by.kind == "number") && !from.amounts.empty()) return amount_of(roll, by.code, roll.of(from.amounts), prefix, by.kind == "quantity");
    if (by.kind == "reference" && !from.references.empty()) {
      const std::string value = roll.of(from.references);
      if (!value.empty() && !value.starts_with("urn:")) return reference_of(roll, by, value);
    }
    if (by.kind == "composite" && !from.pairs.empty()) return composite_of(roll, by, roll.of(from.pairs));
    return {};
  }

  // code$value, of tokens and quantities.
  static std::optional<asked> composite_of(dice& roll, const definition& by, const std::pair<said, said>& pair) {
    if (by.components.size() != 2 || by.components[0].first != "token" || pair.first.tokens.empty()) return {};
    const token first = roll.of(pair.first.tokens);
    const std::string begun = by.code + "=" + written(first.system) + "|" + written(first.code) + "$";
    const auto pairs = [code = by.code, first](const held& of, const auto& second) {
      return any(says(of, code).pairs, [&](const std::pair<said, said>& each) {
        return any(each.first.tokens, [&](const token& one) { return one.system == first.system && one.code == first.code; }) && second(each.second);
      });
    };
    if (by.components[1].first == "quantity" && !pair.second.amounts.empty()) {
      const measured value = roll.of(pair.second.amounts);
      const std::string prefix = roll.of(std::vector<std::string>{"", "gt", "le", "ne"});
      return asked{begun + prefix + value.value.to_string(), [=](const held& of) {
                     return pairs(of, [&](const said& second) { return any(second.amounts, [&](const measured& each) { return compares(prefix, value.value, each.value); }); });
                   }};
    }
    if (by.components[1].first == "token" && !pair.second.tokens.empty()) {
      const token value = roll.of(pair.second.tokens);
      return asked{begun + written(value.code), [=](const held& of) {
                     return pairs(of, [&](const said& second) { return any(second.tokens, [&](const token& each) { return each.code == value.code; }); });
                   }};
    }
    return {};
  }

  // A random criterion of a type, with a chain or _has at times.
  std::optional<asked> random_of(dice& roll, const std::string& type, int depth) {
    const auto& all = all_[type];
    if (all.empty()) return {};
    const held& from = roll.of(all);
    if (from.says.empty()) return {};
    auto chosen = from.says.begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(roll.below(from.says.size())));
    const auto& known = known_->of(type);
    const auto by = std::find_if(known.begin(), known.end(), [&](const definition& each) { return each.code == chosen->first; });
    if (by->kind == "reference" && depth > 0 && roll.chance(60)) return roll.chance(60) ? chain(roll, *by, chosen->second, depth) : has(roll, type, depth);
    if (roll.chance(5) && by->kind != "composite") return missing_of(by->code, roll.chance(50));
    return ask(roll, *by, chosen->second);
  }

  std::optional<asked> chain(dice& roll, const definition& by, const said& from, int depth) {
    if (from.references.empty()) return {};
    const std::string& target = roll.of(from.references);
    const std::string type = target.substr(0, target.find('/'));
    if (!all_.contains(type)) return {};
    auto inner = random_of(roll, type, depth - 1);
    if (!inner) return {};
    return asked{by.code + ":" + type + "." + inner->text, [this, code = by.code, type, inner = *inner](const held& of) {
                   return any(says(of, code).references, [&](const std::string& each) {
                     return each.starts_with(type + "/") && any(all_[type], [&](const held& other) { return type + "/" + other.id == each && inner.holds(other); });
                   });
                 }};
  }

  std::optional<asked> has(dice& roll, const std::string& type, int depth) {
    auto other = all_.begin();
    std::advance(other, static_cast<std::ptrdiff_t>(roll.below(all_.size())));
    const std::string from = other->first;
    std::vector<std::string> references;
    for (const definition& each : known_->of(from)) {
      const auto refers = [&](const held& of) { return any(says(of, each.code).references, [&](const std::string& one) { return one.starts_with(type + "/"); }); };
      if (each.kind == "reference" && any(other->second, refers)) references.push_back(each.code);
    }
    if (references.empty()) return {};
    const std::string code = roll.of(references);
    auto inner = random_of(roll, from, depth - 1);
    if (!inner) return {};
    return asked{"_has:" + from + ":" + code + ":" + inner->text, [this, code, type, from, inner = *inner](const held& of) {
                   return any(all_[from], [&](const held& one) {
                     return any(says(one, code).references, [&](const std::string& each) { return each == type + "/" + of.id; }) && inner.holds(one);
                   });
                 }};
  }

  // Each parameter that has values: whether they are missing, and questions from values of its own.
  void every_parameter(dice& roll, int questions) {
    std::set<std::string> asked_for;
    for (const auto& [type, all] : all_) {
      for (const definition& by : known_->of(type)) {
        std::vector<const said*> values;
        for (const held& each : all) {
          if (says(each, by.code).present) values.push_back(&says(each, by.code));
        }
        if (values.empty() || by.kind == "special") continue;
        if (by.kind != "composite") compare(type, {missing_of(by.code, roll.chance(50))});
        for (int turn = 0; turn < questions; ++turn) {
          const auto one = ask(roll, by, *roll.of(values));
          if (!one) continue;
          compare(type, {*one});
          asked_for.insert(type + "." + by.code);
        }
        if (HasFatalFailure()) return;
      }
    }
    std::printf("%zu parameters, %d searches, %d of them telling\n", asked_for.size(), compared_, telling_);
    parameters_ = asked_for.size();
  }

  std::string suites_;
  std::unique_ptr<definitions> known_;
  std::map<std::string, std::vector<held>> all_;
  int written_ = 0;
  int compared_ = 0;
  int telling_ = 0;
  std::size_t parameters_ = 0;
};

bool is_nightly() { return std::getenv("PHR_NIGHTLY") != nullptr; }

TEST_F(FhirpathOracle, AgreesOnEveryParameterOfSynthea) {
  import_synthea();
  look();
  dice roll(20260101);
  every_parameter(roll, is_nightly() ? 20 : 4);
  EXPECT_GT(parameters_, 150U);
  EXPECT_GT(telling_, 300);
}

TEST_F(FhirpathOracle, AgreesOnEveryParameterOfTheExamples) {
  import_examples();
  EXPECT_GT(written_, 300);
  look();
  dice roll(20260102);
  every_parameter(roll, is_nightly() ? 20 : 4);
  EXPECT_GT(parameters_, 600U);
}

TEST_F(FhirpathOracle, AgreesOnRandomSearchesWithChainsAndHas) {
  import_synthea();
  look();
  dice roll(20260103);
  std::vector<std::string> types;
  for (const auto& [type, all] : all_) types.push_back(type);
  const int many = is_nightly() ? 10'000 : 500;
  int steps = 0;
  while (compared_ < many && !HasFailure()) {
    const std::string& type = roll.of(types);
    std::vector<asked> all;
    for (std::size_t left = 1 + roll.below(3); left > 0; --left) {
      if (auto one = random_of(roll, type, 2)) all.push_back(std::move(*one));
    }
    if (all.empty()) continue;
    for (const asked& each : all) steps += each.text.find('.') < each.text.find('=') || each.text.starts_with("_has") ? 1 : 0;
    compare(type, all);
  }
  std::printf("%d searches, %d with steps, %d telling\n", compared_, steps, telling_);
  EXPECT_GT(steps, many / 10);
  EXPECT_GT(telling_, many / 4);
}

}  // namespace
