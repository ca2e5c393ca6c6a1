// What a store answers, as a CapabilityStatement: made from the tables that searches themselves go by.
#include <phr/core/date_time.hpp>
#include <phr/fhir/search_parameter.hpp>

#include "interactions/kind_names.hpp"
#include "interactions/parameters.hpp"
#include "store/intern/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace phr::interactions {

namespace {

using fhir::resource_type;
using fhir::search_kind;

// "a","b" after a name; nothing for an empty list.
void append_list(std::string& out, std::string_view name, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out += fmt::format(R"(,"{}":["{}"])", name, fmt::join(texts, "\",\""));
}

std::string coded(std::string_view name, const std::vector<std::string_view>& codes) {
  return fmt::format(R"("{0}":[{{"code":"{1}"}}])", name, fmt::join(codes, R"("},{"code":")"));
}

// References that may lead to any type are includes of their own type alone: as reverse ones they would stand at each type.
std::vector<std::string> includes_of(resource_type type, const std::vector<const storage::custom_parameter*>& own) {
  std::vector<std::string> all{"*"};
  const auto add = [&](const fhir::search_parameter& each) {
    if (each.supported && each.kind == search_kind::reference) all.push_back(fmt::format("{}:{}", fhir::name(type), each.code));
  };
  for (const auto& each : fhir::search_parameters(type)) add(each);
  for (const auto* each : own) add(each->parameter);
  return all;
}

std::vector<std::string> reverse_includes_of(resource_type type) {
  std::vector<std::string> all{"*"};
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    const auto from = static_cast<resource_type>(number);
    for (const auto& each : fhir::search_parameters(from)) {
      const bool leads = std::find(each.targets.begin(), each.targets.end(), type) != each.targets.end();
      if (each.supported && each.kind == search_kind::reference && leads) all.push_back(fmt::format("{}:{}", fhir::name(from), each.code));
    }
  }
  return all;
}

void append_parameter(std::string& out, std::string_view code, std::string_view kind) {
  out += fmt::format(R"({}{{"name":"{}","type":"{}"}})", out.ends_with('[') ? "" : ",", code, kind);
}

void append_operation(std::string& out, std::string_view name, std::string_view definition) {
  out += fmt::format(R"(,"operation":[{{"name":"{}","definition":"http://hl7.org/fhir/OperationDefinition/{}"}}])", name, definition);
}

// `own` are the store's, beside those of R4.
void append_resource(std::string& out, resource_type type, const std::vector<const storage::custom_parameter*>& own) {
  static const std::string interactions =
      coded("interaction", {"read", "vread", "update", "patch", "delete", "history-instance", "history-type", "create", "search-type"});
  out += fmt::format(R"({}{{"type":"{}",{},"versioning":"versioned-update","readHistory":true,"updateCreate":true,"conditionalCreate":true,)"
                     R"("conditionalRead":"full-support","conditionalUpdate":true,"conditionalDelete":"single","referencePolicy":["literal","logical"])",
                     out.ends_with('[') ? "" : ",", fhir::name(type), interactions);
  append_list(out, "searchInclude", includes_of(type, own));
  append_list(out, "searchRevInclude", reverse_includes_of(type));
  out += R"(,"searchParam":[)";
  for (const auto& each : fhir::search_parameters(type)) {
    if (each.supported) append_parameter(out, each.code, name_of(each.kind));
  }
  for (const auto* each : own) append_parameter(out, each->code, name_of(each->parameter.kind));
  append_parameter(out, "_filter", "special");
  append_parameter(out, "_has", "special");
  append_parameter(out, "_list", "special");
  out += "]";
  if (type == resource_type::Patient) append_operation(out, "everything", "Patient-everything");
  if (type == resource_type::Observation) append_operation(out, "lastn", "Observation-lastn");
  out += "}";
}

}  // namespace

result<std::string> capabilities(const gate::door& in) {
  PHR_TRY(const auto reading, in.engine().read());
  PHR_TRY(const std::string now, format_instant(in.now()));
  std::string out = fmt::format(
      R"({{"resourceType":"CapabilityStatement","status":"active","date":"{}","kind":"instance","software":{{"name":"PHR"}},)"
      R"("implementation":{{"description":"A person's health record in one encrypted file, in the process that opened it"}},"fhirVersion":"4.0.1",)"
      R"("format":["application/fhir+json"],"patchFormat":["application/json-patch+json","application/fhir+json"],)"
      R"("rest":[{{"mode":"server","documentation":"By calls and by the entries of a Bundle; nothing listens on a network.","resource":[)",
      now);
  for (int number = 1; number <= fhir::resource_type_count; ++number) {
    const auto type = static_cast<resource_type>(number);
    std::vector<const storage::custom_parameter*> own;
    if (in.is_owner()) {
      PHR_TRY(own, storage::custom_parameters(reading.look(), type));
    }
    append_resource(out, type, own);
  }
  out += "]," + coded("interaction", {"transaction", "batch", "history-system", "search-system"}) + R"(,"searchParam":[)";
  append_parameter(out, "_type", "special");
  out += R"(],"compartment":["http://hl7.org/fhir/CompartmentDefinition/patient"]}]})";
  return out;
}

}  // namespace phr::interactions
