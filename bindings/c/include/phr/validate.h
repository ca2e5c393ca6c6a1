// Whether a text or a resource is FHIR R4, and of its profiles.
#ifndef PHR_VALIDATE_H
#define PHR_VALIDATE_H

#include <phr/fhir.h>

#ifdef __cplusplus
extern "C" {
#endif

// Profiles, extensions, value sets and code systems beyond R4's own.
// Lifetime: from phr_profiles_create to phr_profiles_end. Threads: any number may validate with it while nobody adds.
typedef struct phr_profiles phr_profiles;

// What a validation found. Lifetime: from phr_validate to phr_outcome_end. Threads: immutable.
typedef struct phr_outcome phr_outcome;

typedef enum phr_severity {
  PHR_FATAL = 0,  // the text could not be read
  PHR_ERROR = 1,
  PHR_WARNING = 2,
  PHR_INFORMATION = 3,
  PHR_SEVERITY_IS_32_BITS = 0x7fffffff
} phr_severity;

// One finding. Texts live as long as the outcome and hold no value of the record.
typedef struct phr_finding {
  uint32_t struct_size;
  phr_severity severity;
  uint32_t line;    // from 1; 0: unknown
  uint32_t column;  // in bytes, from 1
  phr_text code;    // as OperationOutcome.issue.code: "code-invalid"
  phr_text message;
  phr_text path;     // FHIRPath: "Observation.value.ofType(Quantity).code"
  phr_text rule;     // the key of a constraint: "bdl-7"; no text for none
  phr_text profile;  // the canonical URL of the profile that says so; no text for R4 itself
} phr_finding;

#define PHR_FINDING_INIT {sizeof(phr_finding), PHR_ERROR, 0, 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}}

// All zeros: R4 alone.
typedef struct phr_validate_options {
  uint32_t struct_size;
  int32_t known_extensions_only;  // 1: an extension that no package defines is an error
  int32_t self_contained;         // 1: a relative reference that leads out of the text is an error
  int32_t json_comments;          // 1: comments may stand in JSON
  const phr_profiles *known;      // NULL: none
  const phr_text *profiles;       // canonical URLs of what the resource is to conform to
  size_t profile_count;
} phr_validate_options;

#define PHR_VALIDATE_OPTIONS_INIT {sizeof(phr_validate_options), 0, 0, 0, NULL, NULL, 0}

PHR_API phr_status phr_profiles_create(phr_profiles **profiles, phr_error *err) PHR_NOEXCEPT;
// Adds a StructureDefinition, ValueSet or CodeSystem, or a Bundle of them. *added, where not NULL, is 0 for another resource.
// Errors: PHR_INVALID_ARGUMENT for a definition without a url.
PHR_API phr_status phr_profiles_add(phr_profiles *profiles, const phr_resource *definition, int *added,
                                    phr_error *err) PHR_NOEXCEPT;
// Adds every definition in a folder, as a FHIR package unpacks to. Errors: PHR_NO_SUCH_FILE; those of parsing.
PHR_API phr_status phr_profiles_load(phr_profiles *profiles, phr_text folder, size_t *added,
                                     phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_profiles_end(phr_profiles *profiles) PHR_NOEXCEPT;

// Checks a text, JSON or XML (which begins with '<'). What is wrong is in the outcome, and is no failure of the call.
PHR_API phr_status phr_validate(phr_text text, const phr_validate_options *options, phr_outcome **outcome,
                                phr_error *err) PHR_NOEXCEPT;
// The same for a resource: findings have no lines.
PHR_API phr_status phr_validate_resource(const phr_resource *resource, const phr_validate_options *options,
                                         phr_outcome **outcome, phr_error *err) PHR_NOEXCEPT;

// 1 where there is neither a fatal finding nor an error; 0 else, also for a handle that is none.
PHR_API int phr_outcome_is_valid(const phr_outcome *outcome) PHR_NOEXCEPT;
PHR_API size_t phr_outcome_findings_count(const phr_outcome *outcome) PHR_NOEXCEPT;
PHR_API phr_status phr_outcome_findings_at(const phr_outcome *outcome, size_t index, phr_finding *finding,
                                           phr_error *err) PHR_NOEXCEPT;
// As an OperationOutcome in JSON, handed to `take`.
PHR_API phr_status phr_outcome_json(const phr_outcome *outcome, phr_bytes_fn take, void *user,
                                    phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_outcome_end(phr_outcome *outcome) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
