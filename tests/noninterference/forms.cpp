#include "noninterference/forms.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace phr::twins {

namespace {

constexpr auto of_patient = placement::patient;
constexpr auto shared = placement::shared;
constexpr auto held = placement::held;

constexpr std::array all{
    form{"Patient", of_patient, 0,
         "identifier[]?:identifier active?:boolean name[]?:name telecom[]?:telecom gender?:code(male|female|other) birthDate?:day deceasedBoolean?:boolean address[]?:address "
         "maritalStatus?:concept communication[]?{language:concept} generalPractitioner[]?:ref(Practitioner|Organization) managingOrganization?:ref(Organization)"},
    form{"Practitioner", shared, 6, "identifier[]?:identifier active?:boolean name[]?:name telecom[]?:telecom gender?:code(male|female) address[]?:address qualification[]?{code:concept}"},
    form{"PractitionerRole", shared, 3, "practitioner?:ref(Practitioner) organization?:ref(Organization) code[]?:concept specialty[]?:concept location[]?:ref(Location) period?:period"},
    form{"Organization", shared, 4, "identifier[]?:identifier name?:family alias[]?:word type[]?:concept address[]?:address partOf?:ref(Organization) endpoint[]?:ref(Endpoint)"},
    form{"Location", shared, 4, "identifier[]?:identifier status?:code(active|inactive) name?:family type[]?:concept address?:address position?:position managingOrganization?:ref(Organization) partOf?:ref(Location)"},
    form{"HealthcareService", shared, 1, "providedBy?:ref(Organization) category[]?:concept name?:family location[]?:ref(Location)"},
    form{"Endpoint", shared, 1, "status:code(active|off) connectionType:coding name?:word managingOrganization?:ref(Organization) address:uri"},
    form{"Medication", shared, 4, "identifier[]?:identifier code?:concept status?:code(active|inactive) manufacturer?:ref(Organization) form?:concept ingredient[]?{itemReference:ref(Substance|Medication)} batch?{lotNumber?:serial expirationDate?:date}"},
    form{"Substance", shared, 1, "identifier[]?:identifier category[]?:concept code:concept instance[]?{expiry?:date quantity?:quantity}"},
    form{"ValueSet", shared, 2, "url?:termurl version?:serial name?:word title?:word status:code(active|draft) date?:date description?:text compose{include[]{system:system concept[]{code:codevalue}}}"},
    form{"CodeSystem", shared, 2, "url?:system version?:serial name?:word status:code(active|draft) content:code(complete) concept[]{code:codevalue display?:word concept[]?{code:codevalue}}"},
    form{"Questionnaire", shared, 1, "url?:uri version?:serial title?:word status:code(active|draft) date?:date code[]?:coding item[]?{linkId:serial type:code(string) text?:text}"},
    form{"Device", held, 3, "identifier[]?:identifier status?:code(active|inactive) type?:concept deviceName[]?{name:word type:code(other)} manufacturer?:family model?:serial patient:subject owner?:ref(Organization) location?:ref(Location) parent?:ref(Device) url?:uri"},
    form{"Binary", held, 2, "contentType:code(text/plain|application/pdf) securityContext:subject data:base64"},
    form{"Bundle", held, 2, "identifier?:identifier type:code(collection|document) timestamp?:instant entry[]{fullUrl:urn resource:nested(Observation|Condition|Patient|Composition|MessageHeader)}"},
    form{"Parameters", held, 2, "parameter[]{name:word <resource:nested(Observation|Condition|Patient) valueReference:subject> }"},
    form{"Linkage", held, 1, "active?:boolean author?:ref(Practitioner) item[]{type:code(source|alternate) resource:subject}"},
    form{"MessageHeader", held, 1, "<eventCoding:coding eventUri:uri> source{endpoint:uri name?:word} focus[]:subject sender?:ref(Organization) author?:ref(Practitioner)"},
    form{"Person", of_patient, 1, "identifier[]?:identifier name[]?:name gender?:code(male|female) birthDate?:day link[]{target:subject}"},
    form{"RelatedPerson", of_patient, 2, "identifier[]?:identifier patient:subject relationship[]?:concept name[]?:name telecom[]?:telecom gender?:code(male|female) birthDate?:day"},
    form{"Encounter", of_patient, 8,
         "identifier[]?:identifier status:code(finished|in-progress|planned) class:coding type[]?:concept subject:subject participant[]?{type[]?:concept individual:ref(Practitioner|PractitionerRole|RelatedPerson)} "
         "appointment[]?:ref(Appointment) period?:period length?:duration reasonCode[]?:concept reasonReference[]?:ref(Condition|Procedure) diagnosis[]?{condition:ref(Condition|Procedure)} "
         "location[]?{location:ref(Location) period?:period} serviceProvider?:ref(Organization) partOf?:ref(Encounter) account[]?:ref(Account)"},
    form{"Observation", of_patient, 30,
         "identifier[]?:identifier basedOn[]?:ref(ServiceRequest) partOf[]?:ref(Procedure) status:code(final|amended|preliminary|entered-in-error) category[]?:concept code:concept subject:subject focus[]?:ref(Observation|Location|Device) "
         "encounter?:ref(Encounter) <effectiveDateTime:date effectivePeriod:period effectiveDateTime:date effectiveInstant:instant> issued?:instant performer[]?:second(Practitioner|Organization|PractitionerRole) "
         "<valueQuantity:quantity valueQuantity:quantity valueQuantity:quantity valueCodeableConcept:concept valueString:text valueDateTime:date valuePeriod:period dataAbsentReason:concept> interpretation[]?:concept note[]?:annotation method?:concept "
         "specimen?:ref(Specimen) device?:ref(Device) referenceRange[]?{low?:quantity high?:quantity} hasMember[]?:ref(Observation) derivedFrom[]?:ref(Observation|DocumentReference|ImagingStudy) "
         "component[]?{code:concept <valueQuantity:quantity valueCodeableConcept:concept valueString:text> interpretation[]?:concept}"},
    form{"Condition", of_patient, 10,
         "identifier[]?:identifier clinicalStatus?:concept verificationStatus?:concept category[]?:concept severity?:concept code?:concept bodySite[]?:concept subject:subject encounter?:ref(Encounter) "
         "<onsetDateTime:date onsetPeriod:period onsetAge:age onsetString:text> <abatementDateTime:date abatementString:text> recordedDate?:date asserter?:second(Practitioner|RelatedPerson) evidence[]?{code[]?:concept detail[]:ref(Observation|DiagnosticReport)}"},
    form{"MedicationRequest", of_patient, 7,
         "identifier[]?:identifier status:code(active|stopped) intent:code(order|plan) <medicationReference:ref(Medication) medicationCodeableConcept:concept medicationReference:ref(Medication)> subject:subject encounter?:ref(Encounter) authoredOn?:date "
         "requester?:ref(Practitioner|Organization) performer?:ref(Practitioner) reasonReference[]?:ref(Condition) basedOn[]?:ref(ServiceRequest) dosageInstruction[]?{text?:text timing?:timing}"},
    form{"MedicationStatement", of_patient, 2, "status:code(active|completed) <medicationReference:ref(Medication) medicationCodeableConcept:concept> subject:subject context?:ref(Encounter) <effectiveDateTime:date effectivePeriod:period> informationSource?:second(Practitioner)"},
    form{"Procedure", of_patient, 4,
         "identifier[]?:identifier status:code(completed|stopped) category?:concept code?:concept subject:subject encounter?:ref(Encounter) <performedDateTime:date performedPeriod:period> performer[]?{function?:concept actor:second(Practitioner|Organization)} location?:ref(Location) reasonReference[]?:ref(Condition) partOf[]?:ref(Procedure)"},
    form{"DiagnosticReport", of_patient, 4,
         "identifier[]?:identifier basedOn[]?:ref(ServiceRequest) status:code(final|partial) category[]?:concept code:concept subject:subject encounter?:ref(Encounter) effectiveDateTime?:date issued?:instant performer[]?:ref(Practitioner|Organization) "
         "specimen[]?:ref(Specimen) result[]?:ref(Observation) conclusion?:text conclusionCode[]?:concept"},
    form{"DocumentReference", of_patient, 4,
         "masterIdentifier?:identifier identifier[]?:identifier status:code(current|superseded) type?:concept category[]?:concept subject:subject date?:instant author[]?:second(Practitioner|Organization) custodian?:ref(Organization) "
         "relatesTo[]?{code:code(replaces|appends) target:ref(DocumentReference)} description?:text securityLabel[]?:concept content[]{attachment:attachment format?:coding} context?{encounter[]?:ref(Encounter) event[]?:concept period?:period related[]?:ref(Observation|Condition)}"},
    form{"List", of_patient, 3, "identifier[]?:identifier status:code(current|retired) mode:code(working|snapshot) title?:text code?:concept subject:subject encounter?:ref(Encounter) date?:date source?:second(Practitioner|Device) note[]?:annotation entry[]{item:ref(Observation|Condition|Practitioner|Medication|Patient)}"},
    form{"Group", of_patient, 2, "identifier[]?:identifier type:code(person|device) actual:boolean code?:concept name?:word managingEntity?:ref(Organization|Practitioner) characteristic[]?{code:concept valueCodeableConcept:concept exclude:boolean} member[]{entity:subject}"},
    form{"CareTeam", of_patient, 2, "identifier[]?:identifier status?:code(active|inactive) category[]?:concept name?:word subject:subject encounter?:ref(Encounter) period?:period participant[]?{role[]?:concept member:second(Practitioner|Organization)}"},
    form{"CarePlan", of_patient, 1, "status:code(active|completed) intent:code(plan|order) category[]?:concept subject:subject encounter?:ref(Encounter) period?:period author?:ref(Practitioner) careTeam[]?:ref(CareTeam) addresses[]?:ref(Condition) goal[]?:ref(Goal) instantiatesUri[]?:uri"},
    form{"Goal", of_patient, 1, "lifecycleStatus:code(active|completed) category[]?:concept description:concept subject:subject startDate?:day target[]?{measure?:concept detailQuantity?:quantity dueDate?:day}"},
    form{"Immunization", of_patient, 3, "identifier[]?:identifier status:code(completed|not-done) vaccineCode:concept patient:subject encounter?:ref(Encounter) <occurrenceDateTime:date occurrenceString:text> location?:ref(Location) manufacturer?:ref(Organization) lotNumber?:serial performer[]?{actor:ref(Practitioner)} reaction[]?{date?:date detail?:ref(Observation)}"},
    form{"AllergyIntolerance", of_patient, 3, "identifier[]?:identifier clinicalStatus?:concept type?:code(allergy|intolerance) category[]?:code(food|medication) criticality?:code(low|high) code?:concept patient:subject onsetDateTime?:date recordedDate?:date recorder?:second(Practitioner) asserter?:ref(Practitioner) reaction[]?{substance?:concept manifestation[]:concept onset?:date}"},
    form{"ServiceRequest", of_patient, 3, "identifier[]?:identifier basedOn[]?:ref(ServiceRequest) status:code(active|completed) intent:code(order|plan) category[]?:concept code?:concept subject:subject encounter?:ref(Encounter) <occurrenceDateTime:date occurrencePeriod:period> authoredOn?:date requester?:ref(Practitioner|Organization) performer[]?:ref(Practitioner) instantiatesCanonical[]?:uri"},
    form{"Specimen", of_patient, 2, "identifier[]?:identifier accessionIdentifier?:identifier status?:code(available) type?:concept subject:subject parent[]?:ref(Specimen) collection?{collector?:ref(Practitioner) <collectedDateTime:date collectedPeriod:period>}"},
    form{"Appointment", of_patient, 2, "identifier[]?:identifier status:code(booked|fulfilled) serviceType[]?:concept start?:instant end?:instant reasonReference[]?:ref(Condition) participant[]{actor:subject status:code(accepted)} supportingInformation[]?:ref(Observation)"},
    form{"QuestionnaireResponse", of_patient, 2, "identifier?:identifier questionnaire?:uri status:code(completed|amended) subject:subject encounter?:ref(Encounter) authored?:date author?:second(Practitioner) source?:ref(Practitioner) item[]?{linkId:serial answer[]?{valueString:text}}"},
    form{"Composition", of_patient, 2, "identifier?:identifier status:code(final|amended) type:concept category[]?:concept subject:subject encounter?:ref(Encounter) date:date author[]:second(Practitioner) title:text confidentiality?:code(N|R) section[]?{title?:word code?:concept entry[]?:ref(Observation|Condition|MedicationRequest)}"},
    form{"Provenance", of_patient, 2, "target[]:subject <occurredDateTime:date occurredPeriod:period> recorded:instant agent[]{type?:concept who:ref(Practitioner|Organization)} entity[]?{role:code(source) what:ref(DocumentReference|Binary|Observation)}"},
    form{"AuditEvent", of_patient, 1, "type:coding action?:code(R|C) recorded:instant agent[]{who:subject requestor:boolean} source{site?:word observer:ref(Device|Practitioner)} entity[]?{what?:ref(Observation|Patient)}"},
    form{"Coverage", of_patient, 1, "identifier[]?:identifier status:code(active|cancelled) type?:concept beneficiary:subject payor[]:ref(Organization) period?:period class[]?{type:concept value:serial}"},
    form{"Account", of_patient, 1, "identifier[]?:identifier status:code(active|inactive) type?:concept name?:word subject[]:subject servicePeriod?:period owner?:ref(Organization)"},
    form{"ChargeItem", of_patient, 1, "identifier[]?:identifier status:code(billable|billed) code:concept subject:subject context?:ref(Encounter) occurrenceDateTime?:date quantity?:quantity factorOverride?:decimal priceOverride?:money enterer?:ref(Practitioner)"},
    form{"RiskAssessment", of_patient, 1, "status:code(final) method?:concept subject:subject occurrenceDateTime?:date condition?:ref(Condition) prediction[]?{outcome:concept probabilityDecimal:decimal}"},
    form{"ImagingStudy", of_patient, 1, "identifier[]?:identifier status:code(available) subject:subject encounter?:ref(Encounter) started?:date basedOn[]?:ref(ServiceRequest) referrer?:ref(Practitioner) series[]?{uid:serial modality:coding}"},
    form{"Communication", of_patient, 1, "identifier[]?:identifier status:code(completed) category[]?:concept medium[]?:concept subject:subject about[]?:ref(Observation|Condition) sent?:date received?:date recipient[]?:second(Practitioner) sender?:ref(Practitioner)"},
    form{"Flag", of_patient, 1, "identifier[]?:identifier status:code(active|inactive) category[]?:concept code:concept subject:subject period?:period author?:ref(Practitioner)"},
    form{"FamilyMemberHistory", of_patient, 1, "identifier[]?:identifier status:code(completed|partial) patient:subject date?:date relationship:concept sex?:concept condition[]?{code:concept onsetAge?:age}"},
    form{"Basic", of_patient, 1, "identifier[]?:identifier code:concept subject:subject created?:day author?:ref(Practitioner)"},
};

}  // namespace

std::span<const form> forms() { return all; }

const form& form_of(std::string_view type) {
  const auto* const found = std::find_if(all.begin(), all.end(), [&](const form& each) { return each.type == type; });
  if (found == all.end()) std::abort();
  return *found;
}

}  // namespace phr::twins
