"""Computes on bundle.json without a store: a table, FHIRPath, a unit converted by what is measured, what is wrong with a text."""

import phr

# A view (SQL on FHIR): rows and columns; to_pandas, to_polars, to_arrow and to_parquet where those are installed.
weights = phr.view(
    {
        "resource": "Observation",
        "where": [{"path": "code.coding.exists(code = '29463-7')"}],
        "select": [{"column": [
            {"name": "when", "path": "effective.ofType(dateTime)"},
            {"name": "value", "path": "value.ofType(Quantity).value"},
            {"name": "unit", "path": "value.ofType(Quantity).code"},
        ]}],
    },
    "bundle.json",
)
weights.to_csv("weights.csv")
rows = list(weights)
pounds = phr.ucum.convert([float(row["value"]) for row in rows], rows[0]["unit"], "[lb_av]")
print(len(rows), "weights, the last", f"{pounds[-1]:.1f}", "pounds")

# FHIRPath: compiled once; a name that FHIR does not have is an error of the compilation.
given = phr.fhirpath("Patient.name.where(use = 'official').given")
print(given({"resourceType": "Patient", "name": [{"use": "official", "given": ["Eva", "Maria"]}]}))
try:
    phr.fhirpath("Patient.nam")
except phr.Error as typo:
    print(typo.code, "in column", typo.column)

# Units: exact, and between mass and amount never by guess.
print(phr.ucum.convert("5.4", "mmol/L", "mg/dL", loinc="2339-0"))
try:
    phr.ucum.convert("5.4", "mmol/L", "mg/dL")
except phr.UnitMismatch as refused:
    print(refused.code)

# Validation: what, where in the text, and never a value of it.
for issue in phr.validate('{"resourceType":"Observation","status":"done"}').issues:
    print(f"{issue.line}:{issue.column} {issue.path}: {issue.message}")
