// Units of measure by UCUM: what a code means, comparing, and conversion that is exact where it can be.
#ifndef PHR_UCUM_H
#define PHR_UCUM_H

#include <phr/status.h>

#ifdef __cplusplus
extern "C" {
#endif

// Values are decimal numbers as text ("5.40"), with their digits; codes are UCUM's, in which case matters ("mmol/L").
// Errors of every function below: those of a code, with its column: PHR_EMPTY_INPUT, PHR_MALFORMED_QUERY (what stands there fits no
// grammar), PHR_INVALID_VALUE (no such unit), PHR_UNIT_MISMATCH (a special unit within a term), PHR_INVALID_UTF8, PHR_TOO_DEEP,
// PHR_TOO_LARGE; the ordinal says which of two codes it is, 0 or 1. PHR_MALFORMED_NUMBER for a value, with its ordinal.

// PHR_OK for a code that UCUM knows.
PHR_API phr_status phr_ucum_validate(phr_text code, phr_error *err) PHR_NOEXCEPT;
// The code in words, "(milligram) / (deciliter)", and in base and arbitrary units without its factor, "g.m-3"; handed to `take`.
PHR_API phr_status phr_ucum_display(phr_text code, phr_bytes_fn take, void *user, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_ucum_base(phr_text code, phr_bytes_fn take, void *user, phr_error *err) PHR_NOEXCEPT;
// *answer is 1 where values of the one can be told in the other, else 0.
PHR_API phr_status phr_ucum_comparable(phr_text a, phr_text b, int *answer, phr_error *err) PHR_NOEXCEPT;
// *order is -1, 0 or 1 as a is less than, equal to or more than b; exact. PHR_UNIT_MISMATCH where nothing can be said.
PHR_API phr_status phr_ucum_compare(phr_text a, phr_text a_code, phr_text b, phr_text b_code, int *order,
                                    phr_error *err) PHR_NOEXCEPT;

// A converted value. Lifetime: from the call that makes it to phr_converted_end. Threads: immutable.
typedef struct phr_converted phr_converted;

// How it was come by. Texts live as long as phr_converted; where the units alone sufficed, source has no text and molar_mass is "0".
typedef struct phr_converted_facts {
  uint32_t struct_size;
  int32_t charge;       // equivalents in a mole; 0: none was used
  phr_text value;
  phr_text unit;
  phr_text rule;        // "divided by the molar mass", "units alone"
  phr_text molar_mass;  // g/mol
  phr_text source;      // of the molar mass
} phr_converted_facts;

#define PHR_CONVERTED_FACTS_INIT {sizeof(phr_converted_facts), 0, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API phr_status phr_converted_info(const phr_converted *converted, phr_converted_facts *facts,
                                      phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_converted_end(phr_converted *converted) PHR_NOEXCEPT;

// A value in base and arbitrary units: 5 mg/dL is 50 g.m-3.
PHR_API phr_status phr_ucum_canonical(phr_text value, phr_text code, phr_converted **converted,
                                      phr_error *err) PHR_NOEXCEPT;
// Conversion by the units alone. Errors: PHR_UNIT_MISMATCH: do not guess.
PHR_API phr_status phr_ucum_convert(phr_text value, phr_text from, phr_text to, phr_converted **converted,
                                    phr_error *err) PHR_NOEXCEPT;

// Between mass, amount and equivalents of one substance, with its molar mass in g/mol, where that figure is from, and the equivalents
// in a mole (0: not known). Errors: PHR_UNIT_MISMATCH where the units differ by more; PHR_INVALID_ARGUMENT for a molar mass that is
// not positive, or equivalents without a charge.
PHR_API phr_status phr_ucum_convert_substance(phr_text value, phr_text from, phr_text to, phr_text molar_mass,
                                              phr_text source, int charge, phr_converted **converted,
                                              phr_error *err) PHR_NOEXCEPT;
// The same for what a LOINC code measures ("2339-0"). Errors: PHR_NOT_FOUND for a code that PHR has no molar mass of;
// PHR_UNIT_MISMATCH for a protein or a mixture, which has no one molar mass.
PHR_API phr_status phr_ucum_convert_analyte(phr_text value, phr_text from, phr_text to, phr_text loinc,
                                            phr_converted **converted, phr_error *err) PHR_NOEXCEPT;

// A way from one unit to another, for many values. Lifetime: from phr_conversion_create to phr_conversion_end. Threads: immutable.
typedef struct phr_conversion phr_conversion;

PHR_API phr_status phr_conversion_create(phr_text from, phr_text to, phr_conversion **conversion,
                                         phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_conversion_end(phr_conversion *conversion) PHR_NOEXCEPT;
// One value as text, handed to `take`.
PHR_API phr_status phr_conversion_decimal(const phr_conversion *conversion, phr_text value, phr_bytes_fn take,
                                          void *user, phr_error *err) PHR_NOEXCEPT;
// A column of doubles; `out` may be `in`. Not a number where a value has none in the other unit, such as the logarithm of -1.
PHR_API phr_status phr_conversion_column(const phr_conversion *conversion, const double *in, double *out, size_t count,
                                         phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
