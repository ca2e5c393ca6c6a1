#include "store/index/subjects.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/search_parameter.hpp>

#include <algorithm>
#include <array>
#include <unordered_map>

namespace phr::storage {

namespace {

namespace json = fhir::json;
using fhir::resource_type;

constexpr std::array shareable{
    resource_type::Practitioner,     resource_type::PractitionerRole,      resource_type::Organization,        resource_type::OrganizationAffiliation,
    resource_type::Location,         resource_type::HealthcareService,     resource_type::Endpoint,            resource_type::Medication,
    resource_type::MedicationKnowledge, resource_type::Substance,          resource_type::CodeSystem,          resource_type::ValueSet,
    resource_type::ConceptMap,       resource_type::NamingSystem,          resource_type::StructureDefinition, resource_type::StructureMap,
    resource_type::SearchParameter,  resource_type::OperationDefinition,   resource_type::CapabilityStatement, resource_type::CompartmentDefinition,
    resource_type::ImplementationGuide, resource_type::TerminologyCapabilities, resource_type::Questionnaire,  resource_type::PlanDefinition,
    resource_type::ActivityDefinition, resource_type::ObservationDefinition, resource_type::SpecimenDefinition, resource_type::DeviceDefinition,
    resource_type::Measure,          resource_type::Library};

constexpr std::string_view name = "Patient";
constexpr std::string_view before = R"("reference":")";

std::size_t id_length(std::string_view text) noexcept {
  std::size_t length = 0;
  const auto is_of_id = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; };
  while (length < text.size() && is_of_id(text[length])) ++length;
  return length;
}

// Almost every resource: nothing in it, and "Patient" only as "reference":"Patient/id". False for any other, which is walked through.
bool read_plain(std::string_view stored, std::vector<std::string>& patients) {
  if (stored.find(R"("resourceType")") != std::string_view::npos || stored.find("\\u") != std::string_view::npos || stored.find("\\/") != std::string_view::npos) return false;
  for (std::size_t at = stored.find(name); at != std::string_view::npos; at = stored.find(name, at + 1)) {
    const std::string_view rest = stored.substr(at + name.size());
    if (at < before.size() || stored.substr(at - before.size(), before.size()) != before || !rest.starts_with('/')) return false;
    const std::size_t length = id_length(rest.substr(1));
    if (!rest.substr(1 + length).starts_with('"') || !is_valid_id(rest.substr(1, length))) return false;
    patients.emplace_back(rest.substr(1, length));
  }
  return true;
}

class walker {
 public:
  explicit walker(subjects& into) : into_(into) {}

  void root(const json::value& resource) {
    for (const json::value& entry : resource["entry"].elements()) {
      const json::value inner = entry["resource"];
      if (inner["resourceType"].raw_text() == name && entry["fullUrl"]) copies_.emplace(text_of(entry["fullUrl"]), text_of(inner["id"]));
    }
    const bool is_patient = resource["resourceType"].raw_text() == name;
    for (const json::member& each : resource.members()) {
      // Patient.link is "to another patient resource that concerns the same actual person": it tells of nobody else.
      if (!is_patient || each.name != "link") visit(each.value, each.name);
    }
  }

 private:
  static std::string text_of(const json::value& of) {
    std::string scratch;
    return std::string(of.text(scratch));
  }

  void visit(const json::value& at, std::string_view as) {
    if (at.is_array()) {
      for (const json::value& each : at.elements()) visit(each, as);
    } else if (at.is_object()) {
      object(at, as);
    } else if (at.is_string() && as != "div") {
      text(at.text(scratch_));
    }
  }

  void members(const json::value& object) {
    for (const json::member& each : object.members()) visit(each.value, each.name);
  }

  void object(const json::value& at, std::string_view as) {
    if (const json::value type = at["resourceType"]) return resource(at, text_of(type), as);
    // A logical reference says who is meant by an identifier, which names no resource of this store.
    if (text_of(at["type"]) == name && !at["reference"] && (at["identifier"] || at["display"])) into_.closed = true;
    members(at);
  }

  // A resource within the resource. What is contained is a part of it; an entry or a parameter stands by itself and must say whose it is.
  void resource(const json::value& at, const std::string& type_name, std::string_view as) {
    const auto type = fhir::resource_type_named(type_name);
    if (!type) {
      into_.closed = true;
      return;
    }
    if (!is_shareable(*type)) into_.within.insert(*type);
    const bool is_part = as == "contained";
    if (*type == resource_type::Patient) {
      const std::string id = text_of(at["id"]);
      if (is_part || !is_valid_id(id)) into_.closed = true;
      if (!is_part) into_.patients.push_back(id);
    }
    const std::size_t known = into_.patients.size();
    members(at);
    const bool is_told = *type == resource_type::Patient || is_shareable(*type) || into_.patients.size() > known;
    if (!is_part && !is_told) into_.closed = true;
  }

  // Whatever the element is called: a text that is a reference to a Patient refers to that.
  void text(std::string_view text) {
    const std::size_t at = text.find("Patient/");
    const bool is_search = text.starts_with("Patient?") || text.find("/Patient?") != std::string_view::npos;
    if ((at == std::string_view::npos && !is_search) || text.find_first_of(" \t\r\n") != std::string_view::npos) return;
    if (const auto copy = copies_.find(std::string(text)); copy != copies_.end()) {
      into_.patients.push_back(copy->second);
      return;
    }
    if (is_search) {
      into_.closed = true;
      return;
    }
    if (at != 0 && text[at - 1] != '/') return;  // a word that ends so: RelatedPatient/x
    const std::string_view rest = text.substr(at + name.size() + 1);
    const std::size_t length = id_length(rest);
    const std::string_view behind = rest.substr(length);
    const bool is_plain = at == 0 && is_valid_id(rest.substr(0, length)) && (behind.empty() || behind.starts_with("/_history/") || behind.starts_with('#'));
    if (is_plain) {
      into_.patients.emplace_back(rest.substr(0, length));
    } else {
      into_.closed = true;
    }
  }

  subjects& into_;
  std::unordered_map<std::string, std::string> copies_;  // fullUrl of a Patient in a Bundle to its id
  std::string scratch_;
};

}  // namespace

bool is_shareable(resource_type type) noexcept { return std::find(shareable.begin(), shareable.end(), type) != shareable.end(); }

bool has_compartment(resource_type type) noexcept {
  const auto parameters = fhir::search_parameters(type);
  return type == resource_type::Patient ||
         std::any_of(parameters.begin(), parameters.end(), [&](const auto& each) { return fhir::is_compartment_parameter(type, each.id); });
}

subjects subjects_of(const json::value& resource, std::string_view stored, resource_type type, bool in_compartment) {
  subjects made;
  const bool has_links = type == resource_type::Patient && stored.find(R"("link":)") != std::string_view::npos;
  if (has_links || !read_plain(stored, made.patients)) {
    made.patients.clear();
    walker(made).root(resource);
  }
  std::sort(made.patients.begin(), made.patients.end());
  made.patients.erase(std::unique(made.patients.begin(), made.patients.end()), made.patients.end());
  const bool is_of_somebody = in_compartment || (!has_compartment(type) && (is_shareable(type) || !made.patients.empty()));
  if (!is_of_somebody) made.closed = true;
  return made;
}

}  // namespace phr::storage
