// Whole search texts, a kind of search each.
#include "noninterference/question.hpp"

#include <phr/fhir/search_parameter.hpp>

namespace phr::twins {

std::string question::sort(std::string_view type) {
  std::string keys;
  for (std::size_t more = 1 + by_.below(2); more > 0; --more) {
    const parameter* by = parameter_of_kind(type, "token|string|date|reference|quantity|number|uri");
    std::string key = by == nullptr || by_.chance(25) ? std::string(by_.word("_id|_lastUpdated|_tag|_profile|_source")) : std::string(by->code);
    keys += (keys.empty() ? "" : ",") + std::string(by_.word("|-")) + key;
  }
  return "_sort=" + keys;
}

std::string question::include(std::string_view type) {
  const std::string_view iterate = by_.chance(25) ? ":iterate" : "";
  if (by_.chance(25)) return "_include" + std::string(iterate) + "=*";
  const parameter* along = parameter_of_kind(type, "reference");
  if (along == nullptr) return "_include=*";
  std::string text = "_include" + std::string(iterate) + "=" + std::string(type) + ":" + (by_.chance(15) ? "*" : std::string(along->code));
  if (!along->targets.empty() && by_.chance(20)) text += ":" + std::string(fhir::name(by_.pick(along->targets)));
  return text;
}

std::string question::reverse(std::string_view type) {
  if (by_.chance(25)) return "_revinclude=*";
  for (int tries = 0; tries < 40; ++tries) {
    const std::string other = this->type();
    const parameter* back = parameter_of_kind(other, "reference");
    if (back == nullptr) continue;
    for (const auto target : back->targets) {
      if (fhir::name(target) == type) return std::string("_revinclude") + (by_.chance(20) ? ":iterate" : "") + "=" + other + ":" + std::string(back->code);
    }
  }
  return "_revinclude=*";
}

std::string question::filter(std::string_view type, int depth) {
  if (depth > 0 && by_.chance(45)) {
    const std::string left = filter(type, depth - 1);
    if (by_.chance(25)) return "not (" + left + ")";
    return "(" + left + ") " + std::string(by_.word("and|or")) + " (" + filter(type, depth - 1) + ")";
  }
  const auto simple = [&](std::string_view of, const std::string& prefix) -> std::string {
    const parameter* by = parameter_of_kind(of, "token|string|date|reference|quantity");
    if (by == nullptr) return prefix + "_id eq nobody";
    const std::string left = prefix + std::string(by->code) + " ";
    if (by_.chance(10)) return left + "pr " + std::string(by_.word("true|false"));
    switch (by->kind) {
      case fhir::search_kind::string: return left + std::string(by_.word("eq|co|sw|ew|ne")) + " \"" + std::string(word_of(by_, any_flavour(by_))) + "\"";
      case fhir::search_kind::date: return left + std::string(by_.word("eq|ge|lt|po|sa")) + " " + std::string(day_of(by_, any_flavour(by_)));
      case fhir::search_kind::quantity: return left + std::string(by_.word("gt|le|eq")) + " " + std::string(number_of(by_, any_flavour(by_)));
      case fhir::search_kind::reference: return left + "re " + target_of(*by);
      default: return left + std::string(by_.word("eq|ne")) + " " + std::string(code_of(by_, any_flavour(by_)).value);
    }
  };
  const parameter* along = by_.chance(35) ? parameter_of_kind(type, "reference") : nullptr;
  if (along == nullptr || along->targets.empty()) return simple(type, "");
  const std::string_view next = fhir::name(by_.pick(along->targets));
  return simple(next, std::string(along->code) + ".");
}

// What is to be refused, in every way there is; some of it names what is hidden.
std::string question::broken() {
  const std::string of = type();
  switch (by_.below(22)) {
    case 0: return of + "?" + criterion(of) + "&kode=x";
    case 1: return of + "?_id:" + std::string(by_.word("exact|fuzzy|not-in")) + "=" + any_name().id;
    case 2: return of + "?_lastUpdated=xx2020";
    case 3: return of + "?_lastUpdated=" + std::string(by_.word("2020-13|2020-02-30|yesterday|gt"));
    case 4: return of + "?_count=" + std::string(by_.word("-1|x|99999999999"));
    case 5: return of + "?_sort=" + std::string(by_.word("kode|-kode|near|_text"));
    case 6: return of + "?_include=" + of + ":" + std::string(by_.word("kode|code|_id"));
    case 7: return of + "?_revinclude=" + std::string(by_.word("Kode:x|Observation:kode|Observation"));
    case 8: return "Kode?_id=" + any_name().id;
    case 9: return "Observation?code:in=" + of_value_set() + "x";
    case 10: return "Observation?code:in=" + reference();
    case 11: return "Observation?code:below=" + encoded(code_of(by_, any_flavour(by_)).value);
    case 12: return "Observation?value-quantity=" + std::string(by_.word("five|5|x%7Cy%7Cz%7Cq|gt|5%7C%7C%7C"));
    case 13: return "Observation?subject:Kode.name=x";
    case 14: return "Observation?subject:" + std::string(by_.word("Practitioner|Organization")) + ".name=x";
    case 15: return "Observation?performer.name=" + encoded(word_of(by_, any_flavour(by_)));
    case 16: return "Observation?_has:Observation:kode:code=x";
    case 17: return "Observation?_filter=" + encoded(std::string(by_.word("code zz x|code eq|(code eq x|kode eq x|code eq x and|subject.kode eq x")));
    case 18: return "Observation?_query=" + std::string(by_.word("x|everything"));
    case 19: return "Observation?code-value-quantity=" + std::string(by_.word("8867-4|8867-4$x|$|8867-4$5$6"));
    case 20: return "Patient/" + patient() + "/" + std::string(by_.word("Kode?_id=1|Observation?kode=x|Practitioner|Medication?code=a|Patient|Consent"));
    default: return "?" + std::string(by_.word("code=x|_type=Kode|_type=Observation&kode=x|name=x|date=2020|"));
  }
}

std::string question::text(std::string_view kind) {
  const std::string of = type();
  const std::string first = of + "?" + criterion(of);
  const std::string count = by_.chance(70) ? "&_count=" + std::string(by_.word("1|2|3|5|10|20|50")) : "";
  const std::string total = by_.chance(25) ? "&_total=" + std::string(by_.word("accurate|estimate|none")) : "";
  const std::string end = count + total;
  if (kind == "plain") return first + (by_.chance(40) ? "&" + criterion(of) : "") + end;
  if (kind == "all") return of + (end.empty() ? "" : "?" + end.substr(1));
  if (kind == "sort") return (by_.chance(50) ? first + "&" : of + "?") + sort(of) + end;
  if (kind == "chain") return of + "?" + chain(of, by_.between(1, 3)) + (by_.chance(20) ? "&" + criterion(of) : "") + end;
  if (kind == "has") return of + "?" + has(of, by_.between(1, 2)) + (by_.chance(20) ? "&" + sort(of) : "") + end;
  if (kind == "include") return (by_.chance(60) ? first : of + "?_count=10") + "&" + include(of) + (by_.chance(30) ? "&" + include(of) : "") + (by_.chance(60) ? total : end);
  if (kind == "revinclude") return (by_.chance(60) ? first : of + "?_count=10") + "&" + reverse(of) + (by_.chance(20) ? "&" + include(of) : "") + total;
  if (kind == "filter") return of + "?_filter=" + encoded(filter(of, 2)) + end;
  if (kind == "text") return of + "?" + std::string(by_.word("_text|_content")) + "=" + encoded(std::string(word_of(by_, any_flavour(by_))) + (by_.chance(30) ? " " + std::string(word_of(by_, any_flavour(by_))) : "")) + (by_.chance(30) ? "&" + sort(of) : "") + end;
  if (kind == "near") return "Location?near=47." + std::to_string(by_.below(10)) + "|8" + std::to_string(by_.below(10)) + ".5|" + std::string(by_.word("50|500|1000")) + "|km" + end;
  if (kind == "missing") {
    const parameter* by = any_parameter(of);
    return of + "?" + (by == nullptr ? std::string("_tag") : std::string(by->code)) + ":missing=" + std::string(by_.word("true|false")) + end;
  }
  if (kind == "not") return "Observation?" + std::string(by_.word("code|category|interpretation|combo-code|_tag")) + ":not=" + encoded(coding_value()) + end;
  if (kind == "terms") {
    if (by_.chance(30)) return "Observation?code:" + std::string(by_.word("below|above")) + "=" + encoded(std::string(code_of(by_, any_flavour(by_)).system) + "|" + std::string(code_of(by_, any_flavour(by_)).value)) + end;
    return std::string(by_.word("Observation?code|Condition?code|Observation?category|Observation?component-code")) + ":" + std::string(by_.word("in|not-in")) + "=" + of_value_set() + end;
  }
  if (kind == "list") {
    const auto lists = of_.roster.find("List");
    return std::string(by_.word("Observation|Condition|Practitioner|Medication|Patient")) + "?_list=" + (lists == of_.roster.end() ? std::string("nobody") : by_.pick(lists->second)) + end;
  }
  if (kind == "contained") {
    const std::string inner(by_.word("Practitioner|Medication|Observation|Condition|Organization"));
    return inner + "?" + (by_.chance(60) ? criterion(inner) + "&" : "") + "_contained=" + std::string(by_.word("true|both")) + (by_.chance(50) ? "&_containedType=contained" : "") + end;
  }
  if (kind == "compartment") return "Patient/" + patient() + "/" + (by_.chance(25) ? "*" : of) + (by_.chance(50) && of != "Patient" ? "?" + criterion(of) + end : count.empty() ? "" : "?" + count.substr(1));
  if (kind == "composite" || kind == "quantity" || kind == "date" || kind == "string") {
    const std::string with = by_.chance(60) ? "Observation" : of;
    const parameter* by = parameter_of_kind(with, kind);
    return by == nullptr ? first + end : with + "?" + named(*by, with, "") + (by_.chance(25) ? "&" + sort(with) : "") + end;
  }
  if (kind == "types") {
    std::string list = by_.chance(35) ? "" : "_type=Observation," + of + "&";
    return "?" + list + common(of) + (by_.chance(40) ? "&_sort=" + std::string(by_.word("_id|-_lastUpdated|_lastUpdated|_tag")) : "") + end;
  }
  if (kind == "elements") return first + "&" + std::string(by_.word("_elements=code,subject|_summary=true|_summary=text|_summary=data|_elements=id")) + end;
  if (kind == "count") return (by_.chance(50) ? first + "&" : of + "?") + std::string(by_.word("_summary=count|_total=accurate&_count=0|_total=accurate&_count=1"));
  if (kind == "updated") return of + "?_lastUpdated=" + std::string(by_.word("ge|lt|ne|le|sa|")) + std::string(by_.word("2023-09|2023-10-05|2023-09-01T00:00:00Z|2023-08|2023")) + "&_sort=" + std::string(by_.word("_lastUpdated|-_lastUpdated")) + end;
  return broken();
}

}  // namespace phr::twins
