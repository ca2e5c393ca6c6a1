#include "store/index/subjects.hpp"

#include <phr/core/id.hpp>
#include <phr/fhir/search_parameter.hpp>

#include <algorithm>
#include <array>
#include <functional>
#include <unordered_map>
#include <unordered_set>

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

std::size_t id_length(std::string_view text) noexcept {
  std::size_t length = 0;
  const auto is_of_id = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '.'; };
  while (length < text.size() && is_of_id(text[length])) ++length;
  return length;
}

// "Patient/p", of this store, or a version of it or what is contained in it: the id; "" for any other text.
std::string_view patient_in(std::string_view reference) noexcept {
  if (!reference.starts_with("Patient/")) return {};
  const std::string_view rest = reference.substr(name.size() + 1);
  const std::string_view id = rest.substr(0, id_length(rest));
  const std::string_view behind = rest.substr(id.size());
  return is_valid_id(id) && (behind.empty() || behind.starts_with("/_history/") || behind.starts_with('#')) ? id : std::string_view();
}

// "Organization/o", "#o": a reference of the forms that name something of this store, and nothing that a reader could take for a Patient.
bool is_plain_other(std::string_view reference) noexcept {
  if (reference.starts_with('#')) return true;
  const std::size_t slash = reference.find('/');
  if (slash == std::string_view::npos || !fhir::resource_type_named(reference.substr(0, slash))) return false;
  const std::string_view rest = reference.substr(slash + 1);
  const std::string_view behind = rest.substr(id_length(rest));
  return behind.empty() || behind.starts_with("/_history/") || behind.starts_with('#');
}

// Of a text that is no plain reference: whether somebody may have meant a Patient by it.
bool might_be_patient(std::string_view reference) {
  std::string low(reference);
  std::transform(low.begin(), low.end(), low.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto is_of_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  for (std::size_t at = low.find("patient"); at != std::string::npos; at = low.find("patient", at + 1)) {
    const std::size_t end = at + name.size();
    if ((at == 0 || !is_of_word(low[at - 1])) && (end == low.size() || !is_of_word(low[end]))) return true;
  }
  return false;
}

// Finds a text by steps of its length, where string_view::find() would look at each quotation mark on its way.
class finder {
 public:
  explicit finder(std::string_view wanted) : by_(wanted.begin(), wanted.end()), size_(wanted.size()) {}
  // Where the first one behind `from` begins; npos for none.
  [[nodiscard]] std::size_t in(std::string_view text, std::size_t from = 0) const {
    const auto [begin, end] = by_(text.begin() + static_cast<std::ptrdiff_t>(from), text.end());
    return begin == end ? std::string_view::npos : static_cast<std::size_t>(begin - text.begin());
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  std::boyer_moore_horspool_searcher<std::string_view::const_iterator> by_;
  std::size_t size_;
};

// Almost every resource: nothing in it, all of its references plain, and "Patient" only as "reference":"Patient/id". False for any other,
// which is walked through.
bool read_plain(std::string_view stored, std::vector<std::string>& patients) {
  static const finder resource_type_member(R"("resourceType")");
  static const finder reference_member(R"("reference":")");
  constexpr auto npos = std::string_view::npos;
  if (resource_type_member.in(stored) != npos || stored.find("\\u") != npos || stored.find("\\/") != npos) return false;
  std::size_t told = 0;
  for (std::size_t at = reference_member.in(stored); at != npos; at = reference_member.in(stored, at)) {
    at += reference_member.size();
    std::string_view text = stored.substr(at);
    text = text.substr(0, text.find('"'));
    if (const std::string_view id = patient_in(text); !id.empty()) {
      patients.emplace_back(id);
      ++told;
    } else if (!is_plain_other(text)) {
      return false;
    }
  }
  for (std::size_t at = stored.find(name); at != std::string_view::npos; at = stored.find(name, at + 1)) --told;
  return told == 0;
}

class walker {
 public:
  explicit walker(subjects& into) : into_(into) {}

  void root(const json::value& resource) {
    for (const json::value& entry : resource["entry"].elements()) {
      const json::value inner = entry["resource"];
      if (!entry["fullUrl"]) continue;
      if (inner["resourceType"].raw_text() == name) copies_.emplace(text_of(entry["fullUrl"]), text_of(inner["id"]));
      entries_.insert(text_of(entry["fullUrl"]));
    }
    const bool is_patient = resource["resourceType"].raw_text() == name;
    for (const json::member& each : resource.members()) {
      // Patient.link is "to another patient resource that concerns the same actual person": it tells of nobody else.
      if (!is_patient || each.name != "link") visit(each.value, each.name);
    }
  }

  // Whether the elements that say whose a resource of the type is refer to a Patient of this store, or to a copy in this Bundle, and to nobody
  // who cannot be told.
  [[nodiscard]] bool says_whose(const json::value& resource, resource_type type) const {
    if (type == resource_type::Patient) return true;
    owners found;
    for (const std::string_view steps : owner_elements(type)) look_for_owners(resource, steps, found);
    return found.known && !found.untold;
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

  struct owners {
    bool known = false;
    bool untold = false;  // by an identifier alone, by a name, by a URN
  };
  void look_for_owners(const json::value& at, std::string_view steps, owners& found) const {
    if (at.is_array()) {
      for (const json::value& each : at.elements()) look_for_owners(each, steps, found);
      return;
    }
    if (steps.empty()) {
      const std::string to = text_of(at["reference"]);
      const bool is_one = !patient_in(to).empty() || copies_.contains(to);
      (is_one ? found.known : found.untold) |= is_one || !(is_plain_other(to) || entries_.contains(to));
      return;
    }
    const std::size_t dot = steps.find('.');
    const json::value next = at[steps.substr(0, dot)];
    if (next) look_for_owners(next, dot == std::string_view::npos ? std::string_view() : steps.substr(dot + 1), found);
  }

  void members(const json::value& object) {
    for (const json::member& each : object.members()) visit(each.value, each.name);
  }

  void object(const json::value& at, std::string_view as) {
    if (const json::value type = at["resourceType"]) return resource(at, text_of(type), as);
    if (as == "contained") {
      into_.closed = true;  // it says not even of what kind it is
    } else if (at["reference"].is_string()) {
      reference(at);
    } else if (says_patient(at) && (at["identifier"] || at["display"])) {
      into_.closed = true;  // a logical reference says who is meant by an identifier, which names no resource of this store
    }
    members(at);
  }

  // Reference.type is a name or the URL of a definition.
  static bool says_patient(const json::value& reference) {
    const std::string type = text_of(reference["type"]);
    return type == name || type.ends_with("/Patient");
  }

  // What is no plain reference, and may be to a Patient, is to one who cannot be told. A URN is to an entry of this Bundle or to nobody knows whom.
  void reference(const json::value& at) {
    const std::string to = text_of(at["reference"]);
    if (!patient_in(to).empty() || copies_.contains(to)) return;
    if (says_patient(at) || (!is_plain_other(to) && (might_be_patient(to) || (to.starts_with("urn:") && !entries_.contains(to))))) into_.closed = true;
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
    if (*type == resource_type::Person && is_part) into_.closed = true;  // the demographics of nobody knows whom
    if (*type == resource_type::Patient) {
      const std::string id = text_of(at["id"]);
      if (is_part || !is_valid_id(id)) into_.closed = true;
      if (!is_part) into_.patients.push_back(id);
    }
    const std::size_t known = into_.patients.size();
    members(at);
    const bool names_one = into_.patients.size() > known;
    if (!is_part && !is_shareable(*type) && !(has_compartment(*type) ? says_whose(at, *type) : names_one)) into_.closed = true;
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
    if (const std::string_view id = at == 0 ? patient_in(text) : std::string_view(); !id.empty()) {
      into_.patients.emplace_back(id);
    } else {
      into_.closed = true;
    }
  }

  subjects& into_;
  std::unordered_map<std::string, std::string> copies_;  // fullUrl of a Patient in a Bundle to its id
  std::unordered_set<std::string> entries_;              // every fullUrl of the Bundle
  std::string scratch_;
};

}  // namespace

bool is_shareable(resource_type type) noexcept { return std::find(shareable.begin(), shareable.end(), type) != shareable.end(); }

bool has_compartment(resource_type type) noexcept {
  static const auto types = [] {
    std::array<bool, fhir::resource_type_count + 1U> made{};
    for (std::size_t number = 1; number < made.size(); ++number) {
      const auto each = static_cast<resource_type>(number);
      const auto parameters = fhir::search_parameters(each);
      made[number] = each == resource_type::Patient ||
                     std::any_of(parameters.begin(), parameters.end(), [&](const auto& of) { return fhir::is_compartment_parameter(each, of.id); });
    }
    return made;
  }();
  return types[static_cast<std::size_t>(type)];
}

namespace {

std::vector<std::string_view> elements_of(resource_type type, const fhir::search_parameter& parameter) {
  std::vector<std::string_view> steps;
  for (const auto& path : parameter.paths) steps.push_back(path.steps);
  for (const auto& other : fhir::search_parameters(type)) {
    const bool lends = other.id == parameter.same_as || std::find(parameter.any_of.begin(), parameter.any_of.end(), other.id) != parameter.any_of.end();
    if (!lends) continue;
    for (const auto& path : other.paths) steps.push_back(path.steps);
  }
  return steps;
}

std::vector<std::string_view> owners_of(resource_type type) {
  if (!has_compartment(type)) return {};
  for (const std::string_view code : {"patient", "subject"}) {
    const auto* const parameter = fhir::find_search_parameter(type, code);
    if (parameter != nullptr && parameter->kind == fhir::search_kind::reference) return elements_of(type, *parameter);
  }
  std::vector<std::string_view> all;
  for (const auto& parameter : fhir::search_parameters(type)) {
    if (!fhir::is_compartment_parameter(type, parameter.id)) continue;
    for (const std::string_view each : elements_of(type, parameter)) all.push_back(each);
  }
  return all;
}

}  // namespace

const std::vector<std::string_view>& owner_elements(resource_type type) {
  static const std::vector<std::vector<std::string_view>> lists = [] {
    std::vector<std::vector<std::string_view>> made(fhir::resource_type_count + 1U);
    for (std::size_t number = 1; number < made.size(); ++number) made[number] = owners_of(static_cast<resource_type>(number));
    return made;
  }();
  return lists[static_cast<std::size_t>(type)];
}

subjects subjects_of(const json::value& resource, std::string_view stored, resource_type type) {
  subjects made;
  walker walk(made);
  const bool has_links = type == resource_type::Patient && stored.find(R"("link":)") != std::string_view::npos;
  if (has_links || resource["contained"] || !read_plain(stored, made.patients)) {
    made.patients.clear();
    walk.root(resource);
  }
  std::sort(made.patients.begin(), made.patients.end());
  made.patients.erase(std::unique(made.patients.begin(), made.patients.end()), made.patients.end());
  const bool is_of_somebody = has_compartment(type) ? walk.says_whose(resource, type) : is_shareable(type) || !made.patients.empty();
  if (!is_of_somebody) made.closed = true;
  return made;
}

}  // namespace phr::storage
