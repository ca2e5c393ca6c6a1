// What a resource says under each search parameter, by evaluating R4's own FHIRPath expressions: nothing of the store's tables or index
// is used, so that both can only agree by being right.
#pragma once

#include "session/search_model.hpp"

#include <phr/core/date_time.hpp>
#include <phr/core/decimal.hpp>
#include <phr/fhir/any_resource.hpp>
#include <phr/fhir/json.hpp>
#include <phr/fhir/structure.hpp>
#include <phr/fhirpath/expression.hpp>
#include <phr/ucum/ucum.hpp>

#include <array>
#include <fstream>
#include <memory>
#include <optional>
#include <set>
#include <sstream>

namespace phr::test::model {

namespace json = phr::fhir::json;

struct measured {
  decimal value;
  std::string system;
  std::string code;
  std::string unit;
};

struct said_pair;

// The values of one resource under one parameter.
struct said {
  bool present = false;
  std::vector<token> tokens;
  std::vector<std::string> strings;
  std::vector<span> dates;
  std::vector<std::string> references;
  std::vector<std::string> inside;  // names of contained resources that are referred to
  std::vector<measured> amounts;
  std::vector<std::string> uris;
  std::vector<said_pair> pairs;  // of a composite of two
};
struct said_pair {
  said first;
  said second;
};

struct definition {
  std::string code;
  std::string kind;
  std::set<std::string> targets;
  std::optional<fhirpath::expression> expression;
  struct component {
    std::string code;
    std::string kind;
    fhirpath::expression expression;
  };
  std::vector<component> components;
};

inline std::string file_text(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

inline std::string text_at(const json::value& of) {
  std::string scratch;
  return of.is_string() ? std::string(of.text(scratch)) : std::string();
}

// References are of the type that their text names; what is behind them is not asked.
class named_types final : public fhirpath::host {
 public:
  json::value resource;  // whose references they are

  fhir::node resolve(std::string_view reference) override {
    if (reference.starts_with('#')) return contained(reference.substr(1));
    const std::size_t slash = reference.rfind('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view before = reference.substr(0, slash);
    const std::size_t start = before.rfind('/');
    const auto type = fhir::resource_type_named(start == std::string_view::npos ? before : before.substr(start + 1));
    return type ? of(*type) : fhir::node{};
  }

 private:
  fhir::node of(fhir::resource_type type) {
    auto& kept = made_[type];
    if (kept == nullptr) kept = std::make_unique<fhir::any_resource>(fhir::structure_of(type));
    return fhir::node::of(*kept);
  }
  fhir::node contained(std::string_view id) {
    for (const json::value& each : resource["contained"].elements()) {
      const auto type = fhir::resource_type_named(each["resourceType"].raw_text());
      if (each["id"].raw_text() == id && type) return of(*type);
    }
    return {};
  }

  std::map<fhir::resource_type, std::unique_ptr<fhir::any_resource>> made_;
};

inline span span_of(const json::value& text) {
  const auto parsed = parse_date_time(text_at(text));
  if (!parsed) return {0, 0};
  const auto in = parsed.value().as_interval();
  return {in.low, in.high};
}

inline void say_period(const json::value& at, said& into) {
  span made;
  if (at["start"]) made.low = span_of(at["start"]).low;
  if (at["end"]) made.high = span_of(at["end"]).high;
  if (at["start"] || at["end"]) into.dates.push_back(made);
}

inline void say_amount(const json::value& at, said& into, const char* code = "code") {
  const auto value = decimal::parse(at["value"].number_text());
  if (value) into.amounts.push_back({value.value(), text_at(at["system"]), text_at(at[code]), text_at(at["unit"])});
}

inline void say_token(const json::value& system, const json::value& code, said& into) {
  if (!text_at(code).empty()) into.tokens.push_back({text_at(system), text_at(code)});
}

inline void say_strings(const json::value& at, std::initializer_list<const char*> members, said& into) {
  for (const char* name : members) {
    if (at[name].is_string()) into.strings.push_back(text_at(at[name]));
    for (const json::value& each : at[name].elements()) {
      if (each.is_string()) into.strings.push_back(text_at(each));
    }
  }
}

inline void say_object(const std::string& type, const json::value& at, said& into) {
  if (type == "CodeableConcept") {
    for (const json::value& each : at["coding"].elements()) say_token(each["system"], each["code"], into);
  }
  if (type == "Coding") say_token(at["system"], at["code"], into);
  if (type == "Identifier") say_token(at["system"], at["value"], into);
  if (type == "ContactPoint") say_token({}, at["value"], into);
  if (type == "HumanName") say_strings(at, {"family", "given", "prefix", "suffix", "text"}, into);
  if (type == "Address") say_strings(at, {"line", "city", "district", "state", "country", "postalCode", "text"}, into);
  if (type == "Period") say_period(at, into);
  if (type == "Timing") {
    for (const json::value& each : at["event"].elements()) into.dates.push_back(span_of(each));
    if (at["repeat"]["boundsPeriod"]) say_period(at["repeat"]["boundsPeriod"], into);
  }
  if (type == "Reference" && at["reference"]) {
    const std::string text = text_at(at["reference"]);
    if (text.starts_with('#')) {
      into.inside.push_back(text.substr(1));
    } else {
      into.references.push_back(text);
    }
  }
  if (type == "Money") say_amount(at, into, "currency");
  if (type == "SampledData") say_amount(at["origin"], into);
  if (type == "Range") {
    if (at["low"]) say_amount(at["low"], into);
    if (at["high"]) say_amount(at["high"], into);
  }
  if (at["value"].is_number() && type != "Money") say_amount(at, into);
  if (fhir::resource_type_named(type)) into.references.push_back(type + "/" + text_at(at["id"]));
}

inline void say(const fhirpath::value& item, said& into) {
  into.present = true;
  if (const auto* truth = std::get_if<bool>(&item)) {
    into.tokens.push_back({"", *truth ? "true" : "false"});
    return;
  }
  const auto* element = std::get_if<fhirpath::json_element>(&item);
  if (element == nullptr) return;
  const json::value& at = element->value();
  const std::string name = fhirpath::type_name(item);
  const std::string type = name.substr(name.find('.') + 1);
  if (at.is_object()) return say_object(type, at, into);
  if (at.kind() == json::kind::boolean) return into.tokens.push_back({"", at.is_true() ? "true" : "false"});
  if (at.is_number()) return into.amounts.push_back({decimal::parse(at.number_text()).value(), "", "", ""});
  if (type == "date" || type == "dateTime" || type == "instant") return into.dates.push_back(span_of(at));
  const std::string text = text_at(at);
  if (text.empty() || text.front() == '#') return;
  into.tokens.push_back({"", text});
  into.strings.push_back(text);
  into.uris.push_back(text);
  into.references.push_back(text);
}

// Every search parameter of a type, with its expressions compiled.
class definitions {
 public:
  explicit definitions(const std::string& folder) {
    static_cast<void>(document_.parse(file_text(folder + "/search-parameters.json")).has_value());
    for (const json::value& entry : document_.root()["entry"].elements()) all_.push_back(entry["resource"]);
  }

  const std::vector<definition>& of(const std::string& type) {
    const auto found = by_type_.find(type);
    if (found != by_type_.end()) return found->second;
    std::vector<definition>& made = by_type_[type];
    std::set<std::string> seen;
    for (const json::value& each : all_) {
      if (!is_of(each, type) || !seen.insert(text_at(each["code"])).second) continue;
      definition one;
      one.code = text_at(each["code"]);
      one.kind = text_at(each["type"]);
      for (const json::value& target : each["target"].elements()) one.targets.insert(text_at(target));
      std::string expression = terms_of(text_at(each["expression"]), type);
      if (expression.empty()) continue;
      auto compiled = fhirpath::expression::compile(expression, {.check = false});
      if (!compiled) continue;
      one.expression = std::move(compiled).value();
      for (const json::value& part : each["component"].elements()) {
        auto inner = fhirpath::expression::compile(text_at(part["expression"]), {.check = false});
        const auto [code, kind] = code_and_kind(text_at(part["definition"]));
        if (inner) one.components.push_back({code, kind, std::move(inner).value()});
      }
      made.push_back(std::move(one));
    }
    return made;
  }

  // A parameter beside R4's.
  void add(const std::string& type, const std::string& code, const std::string& kind, const std::string& expression,
           const std::vector<std::array<std::string, 3>>& components = {}) {  // code, kind and expression
    static_cast<void>(of(type));
    definition one;
    one.code = code;
    one.kind = kind;
    one.expression = std::move(fhirpath::expression::compile(expression, {.check = false}).value());
    for (const auto& [name, of_kind, text] : components) {
      one.components.push_back({name, of_kind, std::move(fhirpath::expression::compile(text, {.check = false}).value())});
    }
    by_type_[type].push_back(std::move(one));
  }

  // What the resource says under a parameter.
  said facts(const definition& by, const json::document& resource, named_types& host) {
    said made;
    fhirpath::environment with;
    with.host = &host;
    host.resource = resource.root();
    const auto items = (*by.expression)(resource, with);
    if (!items) return made;
    for (const fhirpath::value& item : items.value()) {
      const std::string type = fhirpath::type_name(item);
      // Alternatives that the kind of search is not for: CarePlan.activity.detail.scheduledString, Consent.sourceAttachment.
      if ((by.kind == "date" && type == "FHIR.string") || (by.kind == "reference" && type == "FHIR.Attachment")) continue;
      if (by.kind != "composite") {
        say(item, made);
        continue;
      }
      if (by.components.size() != 2) continue;
      said_pair pair;
      int part = 0;
      for (const definition::component& each : by.components) {
        const auto inner = each.expression.evaluate(fhirpath::collection{item}, with);
        if (!inner) continue;
        for (const fhirpath::value& found : inner.value()) say(found, part == 0 ? pair.first : pair.second);
        ++part;
      }
      made.present = made.present || (pair.first.present && pair.second.present);
      made.pairs.push_back(std::move(pair));
    }
    return made;
  }

 private:
  static bool is_of(const json::value& parameter, const std::string& type) {
    bool is = false;
    for (const json::value& base : parameter["base"].elements()) {
      const std::string name = text_at(base);
      is = is || name == type || name == "Resource" || (name == "DomainResource" && type != "Bundle" && type != "Binary" && type != "Parameters");
    }
    return is;
  }

  // The terms of a union that begin with this type: those of others are of other resources.
  static std::string terms_of(const std::string& expression, const std::string& type) {
    std::string made;
    int depth = 0;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= expression.size(); ++at) {
      if (at < expression.size() && expression[at] == '(') ++depth;
      if (at < expression.size() && expression[at] == ')') --depth;
      if (at != expression.size() && (expression[at] != '|' || depth != 0)) continue;
      std::string term = expression.substr(begin, at - begin);
      begin = at + 1;
      std::size_t start = term.find_first_not_of(" (");
      if (start == std::string::npos) continue;
      const std::string first = term.substr(start, term.find_first_of(". )", start) - start);
      if (first != type && first != "Resource" && first != "DomainResource" && !(type == "InsurancePlan" && first.front() >= 'a')) continue;
      made += (made.empty() ? "" : " | ") + term;
    }
    // `as` is for one item; the parameters mean those of the type among several.
    for (std::size_t at = made.find(".as("); at != std::string::npos; at = made.find(".as(", at + 1)) made.replace(at, 4, ".ofType(");
    for (std::size_t at = made.find(" as "); at != std::string::npos; at = made.find(" as ", at + 1)) {
      made.replace(at, 4, ".ofType(");
      made.insert(made.find(')', at), ")");
    }
    return made;
  }

  std::pair<std::string, std::string> code_and_kind(const std::string& url) const {
    for (const json::value& each : all_) {
      if (text_at(each["url"]) == url) return {text_at(each["code"]), text_at(each["type"])};
    }
    return {};
  }

  json::document document_;
  std::vector<json::value> all_;
  std::map<std::string, std::vector<definition>> by_type_;
};

}  // namespace phr::test::model
