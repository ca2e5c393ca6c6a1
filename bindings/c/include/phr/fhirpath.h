// FHIRPath: expressions, compiled once and evaluated many times over JSON texts and resources.
#ifndef PHR_FHIRPATH_H
#define PHR_FHIRPATH_H

#include <phr/fhir.h>

#ifdef __cplusplus
extern "C" {
#endif

// A compiled expression. Lifetime: from phr_fhirpath_compile to phr_fhirpath_end. Threads: immutable; any number at once.
typedef struct phr_fhirpath phr_fhirpath;

// What an evaluation found, in order. Lifetime: from the evaluation to phr_items_end; it borrows from nothing.
// Threads: immutable.
typedef struct phr_items phr_items;

typedef struct phr_fhirpath_options {
  uint32_t struct_size;
  int32_t unchecked;    // 1: names that cannot be there are no errors
  int32_t check_order;  // 1: first(), skip() and the like are errors on collections without an order
  uint32_t reserved;    // 0
  phr_text type;        // what it will be evaluated on: "Patient", "Observation.component"; none: what the expression begins with
} phr_fhirpath_options;

#define PHR_FHIRPATH_OPTIONS_INIT {sizeof(phr_fhirpath_options), 0, 0, 0, {NULL, 0}}

// Errors, with line and column of the expression: PHR_MALFORMED_QUERY for the syntax and for functions that
// do not exist, PHR_UNKNOWN_ELEMENT for a name that the type cannot have, PHR_WRONG_TYPE for a type that does not exist,
// PHR_TOO_DEEP, PHR_TOO_LARGE.
PHR_API phr_status phr_fhirpath_compile(phr_text expression, const phr_fhirpath_options *options,
                                        phr_fhirpath **compiled, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_fhirpath_end(phr_fhirpath *compiled) PHR_NOEXCEPT;

// The expression, printed in one form, and the program that it became, a line for each step; handed to `take`.
PHR_API phr_status phr_fhirpath_text(const phr_fhirpath *compiled, phr_bytes_fn take, void *user,
                                     phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_fhirpath_explain(const phr_fhirpath *compiled, phr_bytes_fn take, void *user,
                                        phr_error *err) PHR_NOEXCEPT;

// The elements of the root that it looks at; PHR_ALL_ROOTS where it may look at all of them, 0 for a handle that is none. Names live
// as long as the expression.
#define PHR_ALL_ROOTS SIZE_MAX
PHR_API size_t phr_fhirpath_roots_count(const phr_fhirpath *compiled) PHR_NOEXCEPT;
PHR_API phr_status phr_fhirpath_roots_at(const phr_fhirpath *compiled, size_t index, phr_text *name,
                                         phr_error *err) PHR_NOEXCEPT;

typedef enum phr_item_kind {
  PHR_ITEM_ELEMENT = 0,    // has parts: a resource, a data type, a FHIR Quantity; a primitive of which only extensions are there
  PHR_ITEM_BOOLEAN = 1,    // "true", "false"
  PHR_ITEM_INTEGER = 2,
  PHR_ITEM_DECIMAL = 3,    // with its digits
  PHR_ITEM_STRING = 4,
  PHR_ITEM_DATE = 5,       // "2020-05"
  PHR_ITEM_DATE_TIME = 6,
  PHR_ITEM_TIME = 7,       // "10:30"
  PHR_ITEM_QUANTITY = 8,   // "5.4 'mg'", "2 weeks"
  PHR_ITEM_TYPE = 9,       // what type() answers
  PHR_ITEM_KIND_IS_32_BITS = 0x7fffffff
} phr_item_kind;

// One item. Texts live as long as the items.
typedef struct phr_item {
  uint32_t struct_size;
  phr_item_kind kind;
  phr_text type;  // "FHIR.code", "System.Integer"
  phr_text text;  // of a value; no text for what has none, such as an element
  phr_text json;  // of any item
} phr_item;

#define PHR_ITEM_INIT {sizeof(phr_item), PHR_ITEM_ELEMENT, {NULL, 0}, {NULL, 0}, {NULL, 0}}

PHR_API size_t phr_items_count(const phr_items *items) PHR_NOEXCEPT;
PHR_API phr_status phr_items_at(const phr_items *items, size_t index, phr_item *item, phr_error *err) PHR_NOEXCEPT;
PHR_API void phr_items_end(phr_items *items) PHR_NOEXCEPT;

// %name: one item from its text as above, an element from its JSON. Several of one name are its items, in order.
typedef struct phr_constant {
  phr_text name;  // without %
  phr_text text;
  phr_item_kind kind;
} phr_constant;

// Questions to the host, asked by the evaluating thread during the call. Texts and items live until the function returns.
// resolve(): the resource of a reference that leads out of its own, or NULL where it is not known; it must live until the call
// returns. memberOf(): 1 or 0, or -1 where it is not known. trace(): is told what it saw.
typedef const phr_resource *(*phr_resolve_fn)(void *user, phr_text reference);
typedef int (*phr_member_fn)(void *user, phr_text value_set, phr_text system, phr_text code);
typedef void (*phr_trace_fn)(void *user, phr_text name, const phr_items *items);

// What one evaluation may use. All zeros: nothing, the clock in UTC, and the limits of PHR.
typedef struct phr_fhirpath_with {
  uint32_t struct_size;
  uint32_t reserved;                  // 0
  const phr_constant *constants;
  size_t constant_count;
  const phr_resource *resource;       // %resource; NULL: what is evaluated on
  const phr_resource *root_resource;  // %rootResource; NULL: %resource
  phr_text now;                       // of now(), today(): a dateTime with milliseconds and an offset
  uint64_t most_steps;                // 0: 10,000,000
  uint64_t most_items;                // of one collection; 0: 1,000,000
  uint64_t most_text_bytes;           // of one string; 0: 16 MiB
  phr_resolve_fn resolve;
  phr_member_fn member_of;
  phr_trace_fn trace;
  void *user;                         // handed to them
} phr_fhirpath_with;

#define PHR_FHIRPATH_WITH_INIT \
  {sizeof(phr_fhirpath_with), 0, NULL, 0, NULL, NULL, {NULL, 0}, 0, 0, 0, NULL, NULL, NULL, NULL}

// What the expression is of a JSON text, which is not checked beyond being JSON, and of a resource.
// Result: *items. Errors: those of JSON, with line and column of the text; of evaluation, with line and column of the expression:
// PHR_INVALID_ARGUMENT for what an operator or function does not take, PHR_TOO_LARGE beyond the limits, PHR_UNSUPPORTED;
// of a constant, with its ordinal.
PHR_API phr_status phr_fhirpath_evaluate(const phr_fhirpath *compiled, phr_text json, const phr_fhirpath_with *with,
                                         phr_items **items, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_fhirpath_evaluate_resource(const phr_fhirpath *compiled, const phr_resource *resource,
                                                  const phr_fhirpath_with *with, phr_items **items,
                                                  phr_error *err) PHR_NOEXCEPT;

// The same as a condition, which stops as soon as it is known: *answer is 1, 0, or -1 where it is empty. One item that is no Boolean is
// true; several are PHR_INVALID_ARGUMENT.
PHR_API phr_status phr_fhirpath_test(const phr_fhirpath *compiled, phr_text json, const phr_fhirpath_with *with,
                                     int *answer, phr_error *err) PHR_NOEXCEPT;
PHR_API phr_status phr_fhirpath_test_resource(const phr_fhirpath *compiled, const phr_resource *resource,
                                              const phr_fhirpath_with *with, int *answer, phr_error *err) PHR_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
