#include "interactions/import/xml.hpp"

#include <phr/fhir/xml_codec.hpp>

namespace phr::interactions {

bool is_xml(std::string_view begin) noexcept {
  const std::size_t first = begin.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && begin[first] == '<';
}

bool names_fhir(std::string_view begin) noexcept { return begin.find("http://hl7.org/fhir") != std::string_view::npos; }

result<std::string> json_of_xml(std::string_view xml) {
  PHR_TRY(const auto resource, fhir::xml_decode(xml));
  return fhir::json_encode(resource);
}

}  // namespace phr::interactions
