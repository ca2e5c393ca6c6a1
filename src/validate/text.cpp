// Texts: what is wrong with them as such, and where everything else stands in them.
#include <phr/fhir/any_resource.hpp>
#include <phr/validate/validate.hpp>

#include "validate/positions.hpp"

#include <phr/core/error.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/xml_codec.hpp>

#include <algorithm>
#include <iterator>

namespace phr::validate {

namespace {

issue_type type_of(errc code) {
  switch (code) {
    case errc::malformed_number:
    case errc::malformed_date:
    case errc::number_as_string:
    case errc::empty_string:
    case errc::invalid_value: return issue_type::value;
    case errc::too_deep:
    case errc::too_large: return issue_type::too_costly;
    default: return issue_type::structure;
  }
}

std::string text_of(errc code) {
  const auto what = name(code);
  return std::string(what.data(), what.size());
}

template <class Decoder>
result<fhir::any_resource> decode(Decoder&& decoder, std::string_view text, bool is_xml, outcome& into) {
  auto decoded = decoder.decode(text, {.lenient = true});
  for (const fhir::decode_issue& from : decoder.issues()) {
    issue& made = into.issues.emplace_back();
    made.type = type_of(from.code);
    made.message = text_of(from.code);
    made.json_path = from.path;
    made.line = from.line;
    made.column = from.column;
    if (is_xml && from.code == errc::duplicate_key) {  // in XML, that is a matter of how often it may occur
      const std::size_t dot = std::min(from.path.rfind('.'), from.path.size());
      made.message = dot + 1 < from.path.size() ? from.path.substr(dot + 1) + " occurs more than once" : made.message;
      made.json_path.resize(dot);
    }
    made.path = fhirpath_of(made.json_path);
  }
  return decoded;
}

// Where the comments of a JSON text begin.
std::vector<std::size_t> comments_of(std::string_view text) {
  std::vector<std::size_t> made;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at) at += text[at] == '\\' ? 1 : 0;
    } else if (text.substr(at).starts_with("//") || text.substr(at).starts_with("/*")) {
      made.push_back(at);
      const bool block = text[at + 1] == '*';
      at = std::min(text.find(block ? "*/" : "\n", at + 2), text.size() - 1) + (block ? 1 : 0);
    }
  }
  return made;
}

// A lenient reading leaves out what it cannot take. That something is then missing or empty is no second fault.
void drop_consequences(std::vector<issue>& checked, const std::vector<issue>& of_text) {
  const auto inside = [](const std::string& path, const std::string& around) {
    return path.starts_with(around) && (path.size() == around.size() || path[around.size()] == '.' || path[around.size()] == '[');
  };
  std::erase_if(checked, [&](const issue& each) {
    if (each.rule != "ele-1" && each.type != issue_type::required) return false;
    const std::string missing = each.type == issue_type::required ? each.path + "." + each.message.substr(0, each.message.find_first_of(" [")) : each.path;
    return std::any_of(of_text.begin(), of_text.end(), [&](const issue& cause) {
      if (!inside(cause.path, missing)) return false;
      return each.rule == "ele-1" ? cause.path != missing : cause.message != text_of(errc::empty_string);
    });
  });
}

}  // namespace

outcome check_text(std::string_view text, const options& with) {
  outcome made;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_xml = first != std::string_view::npos && (text[first] == '<' || text.substr(first).starts_with("\xEF\xBB\xBF<"));
  auto decoded = is_xml ? decode(fhir::xml_decoder(), text, true, made) : decode(fhir::json_decoder(), text, false, made);
  if (!decoded) {
    if (made.issues.empty()) {
      const error problem = decoded.error();
      made.issues.push_back({severity::fatal, issue_type::structure, text_of(problem.code()), {}, {}, {}, {}, problem.line(), problem.column()});
    }
    // What was seen of a comment on the way may be none: the text was not read to its end.
    const issue last = std::move(made.issues.back());
    made.issues.pop_back();
    std::erase_if(made.issues, [](const issue& each) { return each.path.empty(); });
    made.issues.push_back(last);
    made.issues.back().severity = severity::fatal;
    made.issues.back().path.clear();  // there is no resource that a FHIRPath could go into
    return made;
  }
  const std::string comment = text_of(errc::json_comment);
  if (std::erase_if(made.issues, [&](const issue& each) { return each.message == comment; }) != 0 && !with.json_comments) {
    tell_comments(made.issues, text, comments_of(text));
  }
  for (issue& each : made.issues) {  // of the root element itself
    if (each.path.empty()) each.path = each.json_path = std::string(decoded.value().structure()->name);
  }
  outcome checked = check(decoded.value(), with);
  drop_consequences(checked.issues, made.issues);
  if (!checked.issues.empty()) locate(checked.issues, text, is_xml);
  std::move(checked.issues.begin(), checked.issues.end(), std::back_inserter(made.issues));
  return made;
}

}  // namespace phr::validate
