/* Computes on bundle.json without a store: a table of weights as CSV, a FHIRPath expression, a unit converted by what is measured. */
#include <phr/phr.h>

#include <stdio.h>

static void print(void *user, const uint8_t *bytes, size_t size) { fwrite(bytes, 1, size, (FILE *)user); }

/* SQL on FHIR: the rows of weights.csv. */
static phr_status table(phr_error *err) {
  const phr_text definition = PHR_TEXT(
      "{\"resource\":\"Observation\",\"where\":[{\"path\":\"code.coding.exists(code = '29463-7')\"}],\"select\":[{\"column\":["
      "{\"name\":\"when\",\"path\":\"effective.ofType(dateTime)\"},"
      "{\"name\":\"kg\",\"path\":\"value.ofType(Quantity).value\"}]}]}");
  const phr_text path = PHR_TEXT("bundle.json");
  phr_view *view = NULL;
  phr_rows *rows = NULL;
  FILE *file = fopen("weights.csv", "wb");
  if (file == NULL) return PHR_IO_FAILED;
  phr_status status = phr_view_compile(definition, &view, err);
  if (status == PHR_OK) status = phr_view_files(view, &path, 1, NULL, &rows, err);
  if (status == PHR_OK) status = phr_rows_csv(rows, print, file, NULL, NULL, err);
  if (status == PHR_OK) printf("%llu observations were looked at\n", (unsigned long long)phr_rows_resources(rows));
  phr_rows_end(rows);
  phr_view_end(view);
  fclose(file);
  return status;
}

/* Compiled once, for any number of texts and threads; a name that FHIR does not have is an error of the compilation. */
static phr_status path(phr_error *err) {
  const phr_text patient = PHR_TEXT("{\"resourceType\":\"Patient\",\"name\":[{\"use\":\"official\",\"given\":[\"Eva\",\"Maria\"]}]}");
  phr_fhirpath *given = NULL, *typo = NULL;
  phr_items *items = NULL;
  phr_status status = phr_fhirpath_compile(PHR_TEXT("Patient.name.where(use = 'official').given"), NULL, &given, err);
  if (status == PHR_OK) status = phr_fhirpath_evaluate(given, patient, NULL, &items, err);
  for (size_t nth = 0; status == PHR_OK && nth < phr_items_count(items); ++nth) {
    phr_item item = PHR_ITEM_INIT;
    status = phr_items_at(items, nth, &item, err);
    if (status == PHR_OK) printf("%s\n", item.text.data);
  }
  if (status == PHR_OK) printf("Patient.nam: %s\n", phr_status_name(phr_fhirpath_compile(PHR_TEXT("Patient.nam"), NULL, &typo, NULL)));
  phr_fhirpath_end(typo);
  phr_items_end(items);
  phr_fhirpath_end(given);
  return status;
}

/* Digits as text, exact. Between mass and amount nothing is guessed: it takes what was measured. */
static phr_status units(phr_error *err) {
  phr_converted *converted = NULL;
  phr_converted_facts facts = PHR_CONVERTED_FACTS_INIT;
  phr_status status = phr_ucum_convert_analyte(PHR_TEXT("5.4"), PHR_TEXT("mmol/L"), PHR_TEXT("mg/dL"), PHR_TEXT("2339-0"), &converted, err);
  if (status == PHR_OK) status = phr_converted_info(converted, &facts, err);
  if (status == PHR_OK) printf("5.4 mmol/L of glucose are %s %s\n", facts.value.data, facts.unit.data);
  phr_converted_end(converted);
  converted = NULL;
  if (status == PHR_OK) {
    printf("without that: %s\n", phr_status_name(phr_ucum_convert(PHR_TEXT("5.4"), PHR_TEXT("mmol/L"), PHR_TEXT("mg/dL"), &converted, NULL)));
  }
  phr_converted_end(converted);
  return status;
}

int main(void) {
  phr_error err = PHR_ERROR_INIT;
  phr_status status = table(&err);
  if (status == PHR_OK) status = path(&err);
  if (status == PHR_OK) status = units(&err);
  if (status != PHR_OK) fprintf(stderr, "%s at %s: %s\n", phr_status_name(status), err.place, phr_status_advice(status));
  return status == PHR_OK ? 0 : 1;
}
