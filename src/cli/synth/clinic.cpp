// The practice, the laboratory and their people.
#include "cli/synth/scene.hpp"

namespace phr::synth {

namespace {

void write_organization(record& out, const identity& which, std::string_view name, const code& kind) {
  out.begin(which);
  out.raw(R"(,"active":true,"type":[)");
  out.concept_of(kind);
  out.raw("]");
  out.member("name", name);
  out.raw(R"(,"telecom":[{"system":"phone","value":"+49 30 23125 099","use":"work"}])");
  out.end();
}

void write_practitioner(record& out, const identity& which, std::string_view family, std::string_view given, std::string_view qualification) {
  out.begin(which);
  out.raw(R"(,"active":true,"name":[{"use":"official","family":")", family, R"(","given":[")", given, R"("],"prefix":["Dr."]}])");
  out.raw(R"(,"qualification":[{"code":{"text":")", qualification, R"("}}])");
  out.end();
}

}  // namespace

void write_clinic(record& out, const clinic& who) {
  constexpr code provider{"http://terminology.hl7.org/CodeSystem/organization-type", "prov", "Healthcare Provider"};
  write_organization(out, who.practice, "Family Practice at the Linden Tree", provider);
  write_organization(out, who.laboratory, "City Laboratory", provider);
  write_practitioner(out, who.family_doctor, "Lindqvist-Amari", "Noor", "General practice");
  write_practitioner(out, who.visiting_clinician, "Oduya", "Tamsin", "Internal medicine");
  write_practitioner(out, who.surgeon, "Brandvold", "Aksel", "Surgery");
}

}  // namespace phr::synth
