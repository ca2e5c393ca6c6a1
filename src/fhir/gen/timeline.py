"""Which elements date a resource."""

# When a resource happened, for a person's timeline: the first of these that is there. Elements of R4, our choice.
TIMELINE = {
    "AdverseEvent": "date detected recordedDate", "AllergyIntolerance": "onsetDateTime onsetPeriod recordedDate lastOccurrence",
    "Appointment": "start created", "CarePlan": "period created", "CareTeam": "period", "Claim": "billablePeriod created",
    "ClaimResponse": "created", "ClinicalImpression": "effectiveDateTime effectivePeriod date", "Communication": "sent received",
    "CommunicationRequest": "occurrenceDateTime occurrencePeriod authoredOn", "Composition": "date",
    "Condition": "onsetDateTime onsetPeriod recordedDate", "Consent": "dateTime", "Coverage": "period",
    "DetectedIssue": "identifiedDateTime identifiedPeriod", "Device": "manufactureDate",
    "DeviceRequest": "occurrenceDateTime occurrencePeriod authoredOn", "DeviceUseStatement": "timingDateTime timingPeriod recordedOn",
    "DiagnosticReport": "effectiveDateTime effectivePeriod issued", "DocumentManifest": "created",
    "DocumentReference": "date", "Encounter": "period", "EpisodeOfCare": "period", "ExplanationOfBenefit": "billablePeriod created",
    "FamilyMemberHistory": "date", "Flag": "period", "Goal": "startDate statusDate", "ImagingStudy": "started",
    "Immunization": "occurrenceDateTime recorded", "ImmunizationEvaluation": "date", "ImmunizationRecommendation": "date",
    "List": "date", "Media": "createdDateTime createdPeriod issued", "MedicationAdministration": "effectiveDateTime effectivePeriod",
    "MedicationDispense": "whenHandedOver whenPrepared", "MedicationRequest": "authoredOn",
    "MedicationStatement": "effectiveDateTime effectivePeriod dateAsserted", "NutritionOrder": "dateTime",
    "Observation": "effectiveDateTime effectivePeriod effectiveInstant issued", "Procedure": "performedDateTime performedPeriod",
    "Provenance": "occurredDateTime occurredPeriod recorded", "QuestionnaireResponse": "authored",
    "RiskAssessment": "occurrenceDateTime occurrencePeriod", "ServiceRequest": "occurrenceDateTime occurrencePeriod authoredOn",
    "Specimen": "receivedTime", "SupplyDelivery": "occurrenceDateTime occurrencePeriod",
    "SupplyRequest": "occurrenceDateTime occurrencePeriod authoredOn", "Task": "executionPeriod authoredOn lastModified",
    "VisionPrescription": "dateWritten created",
}
