// Texts: what is wrong with them as such, and where everything else stands in them.
#include <phr/validate/validate.hpp>

#include "validate/positions.hpp"

#include <phr/core/error.hpp>
#include <phr/fhir/json_codec.hpp>
#include <phr/fhir/xml_codec.hpp>

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
result<fhir::any_resource> decode(Decoder&& decoder, std::string_view text, outcome& into) {
  auto decoded = decoder.decode(text, {.lenient = true});
  for (const fhir::decode_issue& from : decoder.issues()) {
    issue& made = into.issues.emplace_back();
    made.type = type_of(from.code);
    made.message = text_of(from.code);
    made.json_path = from.path;
    made.path = fhirpath_of(from.path);
    made.line = from.line;
    made.column = from.column;
  }
  return decoded;
}

}  // namespace

outcome check_text(std::string_view text, const options& with) {
  outcome made;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_xml = first != std::string_view::npos && (text[first] == '<' || text.substr(first).starts_with("\xEF\xBB\xBF<"));
  auto decoded = is_xml ? decode(fhir::xml_decoder(), text, made) : decode(fhir::json_decoder(), text, made);
  if (!decoded) {
    if (made.issues.empty()) {
      const error problem = decoded.error();
      made.issues.push_back({severity::fatal, issue_type::structure, text_of(problem.code()), {}, {}, {}, {}, problem.line(), problem.column()});
    }
    made.issues.back().severity = severity::fatal;
    return made;
  }
  outcome checked = check(decoded.value(), with);
  if (!checked.issues.empty()) locate(checked.issues, text, is_xml);
  std::move(checked.issues.begin(), checked.issues.end(), std::back_inserter(made.issues));
  return made;
}

}  // namespace phr::validate
