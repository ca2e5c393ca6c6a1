// Bodies from forms: the fields are read and filled in one pass.
#include "noninterference/forms.hpp"

#include <cctype>

namespace phr::twins {

namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
std::string member(std::string_view name, std::string_view value) { return "\"" + std::string(name) + "\":" + std::string(value); }

// Adds a member to an object that is being written; nothing for no value.
void add(std::string& object, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  if (!object.empty()) object += ',';
  object += member(name, value);
}

class filler {
 public:
  filler(dice& by, const cast& in, int depth) : by_(by), in_(in), depth_(depth) {}

  // What is contained, and may be referred to by its name.
  void may_refer_to(std::string_view type, std::string_view name) {
    inner_type_ = type;
    inner_name_ = name;
  }

  // The members of an object, without its braces.
  std::string members(std::string_view fields) {
    std::string object;
    while (skip_blanks(fields), !fields.empty()) one(fields, object, true);
    return object;
  }

 private:
  static void skip_blanks(std::string_view& fields) {
    while (!fields.empty() && fields.front() == ' ') fields.remove_prefix(1);
  }
  // What stands between the bracket that `fields` begins with and the one that closes it.
  static std::string_view inside(std::string_view& fields, char opens, char closes) {
    std::size_t at = 1;
    for (int depth = 1; depth > 0; ++at) depth += fields[at] == opens ? 1 : fields[at] == closes ? -1 : 0;
    const std::string_view between = fields.substr(1, at - 2);
    fields.remove_prefix(at);
    return between;
  }
  static std::string_view name_of(std::string_view& fields) {
    std::size_t end = 0;
    while (end < fields.size() && (std::isalnum(static_cast<unsigned char>(fields[end])) != 0 || fields[end] == '/')) ++end;
    const std::string_view name = fields.substr(0, end);
    fields.remove_prefix(end);
    return name;
  }

  // One field, written where it is wanted.
  void one(std::string_view& fields, std::string& object, bool wanted) {
    if (fields.front() == '<') return choice(inside(fields, '<', '>'), object, wanted);
    const std::string_view name = name_of(fields);
    const bool repeats = fields.starts_with("[]");
    if (repeats) fields.remove_prefix(2);
    const bool optional = fields.starts_with("?");
    if (optional) fields.remove_prefix(1);
    wanted = wanted && (!optional || by_.chance(55));
    std::string_view group;
    std::string_view kind;
    std::string_view arguments;
    const bool is_group = fields.starts_with("{");
    if (is_group) {
      group = inside(fields, '{', '}');
    } else {
      fields.remove_prefix(1);  // the colon
      kind = name_of(fields);
      if (fields.starts_with("(")) arguments = inside(fields, '(', ')');
    }
    if (!wanted) return;
    const auto value = [&] {
      if (!is_group) return value_of(kind, arguments);
      const std::string made = members(group);
      return made.empty() ? made : "{" + made + "}";
    };
    if (!repeats) return add(object, name, value());
    std::string list;
    const bool each_patient = kind == "subject" || group.find(":subject") != std::string_view::npos;
    const std::size_t many = each_patient ? std::max<std::size_t>(1, in_.patients.size()) : by_.chance(70) ? 1 : 1 + by_.below(static_cast<std::size_t>(in_.fat));
    for (std::size_t nth = 0; nth < many; ++nth) {
      if (kind == "subject" || is_group) subject_ = nth;
      const std::string each = value();
      if (!each.empty()) list += (list.empty() ? "" : ",") + each;
    }
    subject_ = 0;
    if (!list.empty()) add(object, name, "[" + list + "]");
  }

  void choice(std::string_view alternatives, std::string& object, bool wanted) {
    std::size_t many = 0;
    std::string ignored;
    for (std::string_view rest = alternatives; skip_blanks(rest), !rest.empty(); ++many) one(rest, ignored, false);
    const std::size_t chosen = by_.below(many + 1);  // or none
    std::string_view rest = alternatives;
    for (std::size_t nth = 0; skip_blanks(rest), !rest.empty(); ++nth) one(rest, object, wanted && nth == chosen);
  }

  std::string value_of(std::string_view kind, std::string_view arguments);
  std::string reference(std::string_view types);
  std::string nested(std::string_view types);

  std::string subject() {
    if (in_.patients.empty()) return {};
    const std::string& id = in_.patients[subject_ < in_.patients.size() ? subject_ : 0];
    return "{" + member("reference", quoted("Patient/" + id)) + "}";
  }
  std::string coding() {
    const code& made = code_of(by_, in_.taste);
    std::string object = member("system", quoted(made.system));
    // Of a large record, thousands of codes occur once: planners count them.
    add(object, "code", in_.fat > 2 && by_.chance(30) ? quoted("u" + std::to_string(by_.below(1'000'000))) : quoted(made.value));
    if (by_.chance(50)) add(object, "display", quoted(made.display));
    return "{" + object + "}";
  }
  std::string concept_value() {
    std::string object;
    std::string list;
    const std::size_t many = by_.chance(10) ? 0 : in_.fat > 2 ? by_.below(static_cast<std::size_t>(in_.fat)) : by_.chance(75) ? 1 : 2;
    for (std::size_t nth = 0; nth < many; ++nth) list += (list.empty() ? "" : ",") + coding();
    if (!list.empty()) add(object, "coding", "[" + list + "]");
    if (list.empty() || by_.chance(40)) add(object, "text", text());
    return "{" + object + "}";
  }
  std::string text() {
    std::string made(word_of(by_, in_.taste));
    for (std::size_t more = by_.below(3); more > 0; --more) made += " " + std::string(word_of(by_, in_.taste));
    return quoted(made);
  }
  std::string quantity() {
    std::string object = member("value", number_of(by_, in_.taste));
    const std::string_view unit = unit_of(by_);
    if (by_.chance(80)) add(object, "unit", quoted(unit));
    if (by_.chance(80)) object += ',' + member("system", quoted(ucum_system)) + ',' + member("code", quoted(unit));
    if (by_.chance(5)) add(object, "comparator", quoted("<"));
    return "{" + object + "}";
  }
  std::string identifier() {
    std::string object = member("value", quoted(serial_of(by_, in_.taste)));
    if (by_.chance(75)) add(object, "system", quoted(identifier_system));
    if (by_.chance(20)) add(object, "type", concept_value());
    return "{" + object + "}";
  }
  std::string person_name() {
    std::string object = member("family", quoted(family_of(by_, in_.taste)));
    if (by_.chance(60)) add(object, "given", "[" + quoted(word_of(by_, in_.taste)) + "]");
    return "{" + object + "}";
  }
  std::string address() {
    std::string object = member("city", quoted(word_of(by_, in_.taste)));
    if (by_.chance(50)) add(object, "postalCode", quoted(serial_of(by_, in_.taste)));
    if (by_.chance(30)) add(object, "use", quoted(by_.word("home|work")));
    if (by_.chance(30)) add(object, "country", quoted(by_.word("CH|DE|US")));
    return "{" + object + "}";
  }
  std::string period() {
    std::string object;
    if (by_.chance(80)) add(object, "start", quoted(date_of(by_, in_.taste)));
    if (object.empty() || by_.chance(40)) add(object, "end", quoted(date_of(by_, in_.taste)));
    return "{" + object + "}";
  }

  dice& by_;
  const cast& in_;
  int depth_;
  std::size_t subject_ = 0;
  std::string_view inner_type_;
  std::string_view inner_name_;
};

bool has_word(std::string_view bars, std::string_view word) {
  for (;;) {
    const std::size_t bar = bars.find('|');
    if (bars.substr(0, bar) == word) return true;
    if (bar == std::string_view::npos) return false;
    bars.remove_prefix(bar + 1);
  }
}

std::string filler::reference(std::string_view types) {
  if (!inner_type_.empty() && has_word(types, inner_type_) && by_.chance(60)) return "{" + member("reference", quoted("#" + std::string(inner_name_))) + "}";
  const std::string_view type = by_.word(types);
  if (type == "Patient" && !in_.may_name_patients) return {};
  const auto known = in_.roster->find(type);
  std::string id = "nobody";
  if (known != in_.roster->end() && !known->second.empty() && !by_.chance(4)) id = by_.pick(known->second);
  std::string object;
  const std::size_t form = by_.below(40);
  if (form == 0) {
    add(object, "identifier", identifier());
  } else if (form == 1) {
    add(object, "reference", quoted("http://elsewhere.example.org/fhir/" + std::string(type) + "/" + id));
  } else {
    add(object, "reference", quoted(std::string(type) + "/" + id + (form == 2 ? "/_history/1" : "")));
  }
  if (form == 3) add(object, "display", text());
  if (form == 4) add(object, "identifier", identifier());
  return "{" + object + "}";
}

std::string filler::nested(std::string_view types) {
  if (depth_ > 1) return {};
  const std::string_view type = by_.word(types);
  cast inner = in_;
  std::string id = "n" + std::to_string(by_.below(9));
  if (type == "Patient" && !in_.patients.empty()) id = in_.patients.front();
  filler fill(by_, inner, depth_ + 1);
  std::string object = member("resourceType", quoted(type)) + ',' + member("id", quoted(id));
  const std::string members = fill.members(form_of(type).fields);
  if (!members.empty()) object += ',' + members;
  return "{" + object + "}";
}

std::string filler::value_of(std::string_view kind, std::string_view arguments) {
  const flavour taste = in_.taste;
  if (kind == "subject") return subject();
  if (kind == "second" && in_.patients.size() > 1) return "{" + member("reference", quoted("Patient/" + in_.patients[1])) + "}";
  if (kind == "second" || kind == "ref") return reference(arguments);
  if (kind == "nested") return nested(arguments);
  if (kind == "code") return quoted(by_.word(arguments));
  if (kind == "concept") return concept_value();
  if (kind == "coding") return coding();
  if (kind == "codevalue") return quoted(code_of(by_, taste).value);
  if (kind == "system") return quoted(code_of(by_, taste).system);
  if (kind == "word") return quoted(word_of(by_, taste));
  if (kind == "text") return text();
  if (kind == "family") return quoted(family_of(by_, taste));
  if (kind == "serial") return quoted(serial_of(by_, taste));
  if (kind == "quantity") return quantity();
  if (kind == "age") return "{" + member("value", std::to_string(by_.between(1, 90))) + ',' + member("system", quoted(ucum_system)) + ',' + member("code", quoted("a")) + "}";
  if (kind == "duration") return "{" + member("value", std::to_string(by_.between(1, 90))) + ',' + member("system", quoted(ucum_system)) + ',' + member("code", quoted("min")) + "}";
  if (kind == "money") return "{" + member("value", number_of(by_, taste)) + ',' + member("currency", quoted("CHF")) + "}";
  if (kind == "identifier") return identifier();
  if (kind == "name") return person_name();
  if (kind == "address") return address();
  if (kind == "telecom") return "{" + member("system", quoted(by_.word("phone|email"))) + ',' + member("value", quoted(serial_of(by_, taste))) + "}";
  if (kind == "day") return quoted(day_of(by_, taste));
  if (kind == "date") return quoted(date_of(by_, taste));
  if (kind == "instant") return quoted(moment_of(by_, taste));
  if (kind == "period") return period();
  if (kind == "timing") return "{" + member("event", "[" + quoted(date_of(by_, taste)) + "]") + "}";
  if (kind == "decimal") return std::string(number_of(by_, taste));
  if (kind == "boolean") return by_.chance(50) ? "true" : "false";
  if (kind == "termurl") return quoted(by_.word(term_urls));
  if (kind == "uri") return quoted(uri_of(by_, taste));
  if (kind == "urn") return quoted("urn:uuid:00000000-0000-4000-8000-00000000000" + std::to_string(by_.below(10)));
  if (kind == "base64") return quoted(by_.word("aGVsbG8=|c2VjcmV0|AAECAw=="));
  if (kind == "attachment") return "{" + member("contentType", quoted("text/plain")) + ',' + member("url", quoted(uri_of(by_, taste))) + ',' + member("creation", quoted(date_of(by_, taste))) + "}";
  if (kind == "annotation") return "{" + member("text", text()) + "}";
  if (kind == "position") {
    return "{" + member("longitude", std::to_string(by_.between(70, 90)) + "." + std::to_string(by_.below(10))) + ',' + member("latitude", std::to_string(by_.between(460, 480)) + "e-1") + "}";
  }
  return {};
}

std::string meta(dice& by, flavour taste) {
  std::string object;
  const code& tag = code_of(by, taste);
  if (by.chance(50)) add(object, "tag", "[{" + member("system", quoted(tag.system)) + ',' + member("code", quoted(tag.value)) + "}]");
  if (by.chance(30)) add(object, "profile", "[" + quoted(uri_of(by, taste)) + "]");
  if (by.chance(20)) add(object, "source", quoted(uri_of(by, taste)));
  return object.empty() ? object : "{" + object + "}";
}

}  // namespace

std::string body_of(dice& by, const form& of, std::string_view id, const cast& in) {
  std::string object = member("resourceType", quoted(of.type));
  if (!id.empty()) add(object, "id", quoted(id));
  if (by.chance(25)) add(object, "meta", meta(by, in.taste));
  if (by.chance(8)) add(object, "language", quoted(by.word("en|de")));
  filler fill(by, in, 0);
  if (by.chance(15)) {
    std::string words(word_of(by, in.taste));
    words += " " + std::string(word_of(by, in.taste));
    add(object, "text", "{" + member("status", quoted("generated")) + ',' + member("div", quoted("<div xmlns=\\\"http://www.w3.org/1999/xhtml\\\">" + words + "</div>")) + "}");
  }
  if (in.may_contain && by.chance(10)) {
    const std::string_view type = by.word("Practitioner|Medication|Observation|Condition|Organization");
    std::string inner = member("resourceType", quoted(type)) + ',' + member("id", quoted("c1"));
    const std::string members = fill.members(form_of(type).fields);
    if (!members.empty()) inner += ',' + members;
    add(object, "contained", "[{" + inner + "}]");
    fill.may_refer_to(type, "c1");
  }
  const std::string members = fill.members(of.fields);
  if (!members.empty()) object += ',' + members;
  std::string mentions;
  for (const std::string& each : in.patients) {
    if (of.placement == placement::shared || by.chance(3)) {
      mentions += (mentions.empty() ? "" : ",") + (R"({"url":"urn:of","valueReference":{"reference":"Patient/)" + each + "\"}}");
    }
  }
  if (!mentions.empty()) add(object, "extension", "[" + mentions + "]");
  return "{" + object + "}";
}

}  // namespace phr::twins
