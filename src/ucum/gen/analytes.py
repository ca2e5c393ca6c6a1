"""Writes the molar masses of laboratory analytes as C++ data: python3 analytes.py analyte_table.inc

The substances and the LOINC codes that measure them stand here; a molar mass is the sum of the atomic weights of its formula.
Standard library only.
"""

import decimal
import pathlib
import re
import sys

# Abridged standard atomic weights of IUPAC's Commission on Isotopic Abundances and Atomic Weights, 2021:
# Pure Appl. Chem. 2022, 94(5), 573-600, table 1.
WEIGHTS = {
    "H": "1.0080", "C": "12.011", "N": "14.007", "O": "15.999", "Na": "22.990", "Mg": "24.305", "P": "30.974", "S": "32.06",
    "Cl": "35.45", "K": "39.098", "Ca": "40.078", "Fe": "55.845", "Co": "58.933", "Cu": "63.546", "Zn": "65.38",
    "I": "126.90", "Pb": "207.2",
}
WEIGHTS_SOURCE = "IUPAC abridged standard atomic weights 2021"

# name: formula, charge (equivalents in a mole, 0 where none is used), what is counted where that needs saying.
SUBSTANCES = {
    "glucose": ("C6H12O6", 0, ""),
    "cholesterol": ("C27H46O", 0, "lipoprotein cholesterol and its esters count as free cholesterol"),
    "triglycerides": ("C57H104O6", 0, "the mixture counts as triolein"),
    "creatinine": ("C4H7N3O", 0, ""),
    "urea": ("CH4N2O", 0, ""),
    "urea nitrogen": ("N2", 0, "the mass is that of the two nitrogens of urea, the amount that of urea"),
    "urate": ("C5H4N4O3", 0, "counts as uric acid"),
    "bilirubin": ("C33H36N4O6", 0, "conjugated bilirubin counts as bilirubin"),
    "sodium": ("Na", 1, ""),
    "potassium": ("K", 1, ""),
    "chloride": ("Cl", 1, ""),
    "bicarbonate": ("CHO3", 1, ""),
    "calcium": ("Ca", 2, ""),
    "magnesium": ("Mg", 2, ""),
    "phosphate": ("P", 0, "the mass is that of phosphorus, the amount that of phosphate"),
    "iron": ("Fe", 0, ""),
    "copper": ("Cu", 0, ""),
    "zinc": ("Zn", 0, ""),
    "lead": ("Pb", 0, ""),
    "lactate": ("C3H6O3", 0, "counts as lactic acid"),
    "ammonia": ("NH3", 0, "ammonium counts as ammonia"),
    "cortisol": ("C21H30O5", 0, ""),
    "testosterone": ("C19H28O2", 0, ""),
    "estradiol": ("C18H24O2", 0, ""),
    "progesterone": ("C21H30O2", 0, ""),
    "dehydroepiandrosterone sulfate": ("C19H28O5S", 0, ""),
    "thyroxine": ("C15H11I4NO4", 0, ""),
    "triiodothyronine": ("C15H12I3NO4", 0, ""),
    "cholecalciferol": ("C27H44O", 0, ""),
    "ergocalciferol": ("C28H44O", 0, ""),
    "calcidiol": ("C27H44O2", 0, ""),
    "calcitriol": ("C27H44O3", 0, ""),
    "cobalamin": ("C63H88CoN14O14P", 0, "counts as cyanocobalamin"),
    "folate": ("C19H19N7O6", 0, "counts as folic acid"),
    "homocysteine": ("C4H9NO2S", 0, ""),
    "digoxin": ("C41H64O14", 0, ""),
    "phenytoin": ("C15H12N2O2", 0, ""),
    "paracetamol": ("C8H9NO2", 0, ""),
    "valproate": ("C8H16O2", 0, "counts as valproic acid"),
    "salicylate": ("C7H6O3", 0, "counts as salicylic acid"),
    "ethanol": ("C2H6O", 0, ""),
}

# Where the figure is a convention and no sum: name: molar mass, source.
CONVENTIONS = {
    "haemoglobin": ("16114.5", "haemoglobin as its monomer with one iron, International Committee for Standardization in Haematology 1978"),
}

# LOINC codes by what they measure.
MEASURED = {
    "glucose": "2339-0 2345-7 15074-8 14749-6 1558-6 14771-0 1504-0 14754-6 5792-7 22705-8 14744-7 27353-2 53553-4 32016-8 41653-7",
    "cholesterol": "2093-3 14647-2 2085-9 14646-4 13457-7 39469-2 2089-1 22748-8 18262-6 69419-0 43396-1 70204-3 13458-5 66126-4 "
                   "2091-7 25371-6",
    "triglycerides": "2571-8 14927-8 3043-7 70218-3",
    "creatinine": "2160-0 14682-9 38483-4 59826-8 2161-8 14683-7 35674-1 55593-8 2162-6 14684-5",
    "urea": "3091-6 22664-7 20977-5 72903-8",
    "urea nitrogen": "3094-0 6299-2",
    "urate": "3084-1 14933-6",
    "bilirubin": "1975-2 14631-6 1968-7 14629-0 1971-1 14630-8 1978-6 70199-5",
    "sodium": "2951-2 2947-0 2955-3",
    "potassium": "2823-3 6298-4 2828-2",
    "chloride": "2075-0 2069-3",
    "bicarbonate": "1963-8 1959-6 1960-4",
    "calcium": "17861-6 2000-8 49765-1 1994-3 1995-0 13959-2 29265-6 46099-8",
    "magnesium": "19123-9 2601-3",
    "phosphate": "2777-1 14879-1",
    "iron": "2498-4 14798-3 2500-7 14800-7 2501-5 22753-8",
    "copper": "5631-7 14665-4",
    "zinc": "5763-8",
    "lead": "5671-3 14807-2",
    "lactate": "2524-7 32693-4 14118-4",
    "ammonia": "22763-7 16362-6",
    "haemoglobin": "718-7 59260-0 30313-1",
    "cortisol": "2143-6 14675-3",
    "testosterone": "2986-8 14913-8 2991-8 14914-6",
    "estradiol": "2243-4 14715-7",
    "progesterone": "2839-9 14890-8",
    "dehydroepiandrosterone sulfate": "2191-5 14688-6",
    "thyroxine": "3026-2 14921-1 3024-7 14920-3",
    "triiodothyronine": "3053-6 14930-2 3051-0 14928-6",
    "cholecalciferol": "1990-1",
    "ergocalciferol": "2236-8 47094-8",
    "calcidiol": "1989-3 14635-7",
    "calcitriol": "1649-3 14566-4",
    "cobalamin": "2132-9 14685-2",
    "folate": "2284-8 14732-2",
    "homocysteine": "13965-9",
    "digoxin": "10535-3 14698-5",
    "phenytoin": "3968-5 14877-5",
    "paracetamol": "3298-7 14581-3",
    "valproate": "4086-5 14946-8",
    "salicylate": "4024-6 14909-6",
    "ethanol": "5643-2 14719-9",
}
# Ratios whose substance stands below the line: albumin or protein in g for a mole or a gram of creatinine.
DIVIDED_BY = {"creatinine": "14959-1 9318-7 2890-2"}

# Refused by name: nothing here has one molar mass.
PROTEINS = ("1751-7 2885-2 2276-4 1988-5 30522-7 14957-5 2888-6 10834-0 2336-6 2465-3 2458-8 2472-9 3255-7 2857-1 2842-3 10839-9 "
            "49563-0 6598-7 30934-4 33762-6 2731-8 2639-3 14338-8 13969-1 20448-7 3016-3 4548-4 17856-6")
MIXTURES = "62292-8 35365-6"

NOTICE = """\
// Generated by src/ucum/gen/analytes.py. Do not edit.
//
// This material contains content from LOINC (http://loinc.org). LOINC is copyright (c) Regenstrief Institute, Inc. and the
// Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the license at
// http://loinc.org/license. LOINC(R) is a registered United States trademark of Regenstrief Institute, Inc.
"""


def molar_mass(formula):
    parts = re.findall(r"([A-Z][a-z]?)(\d*)", formula)
    assert "".join(symbol + count for symbol, count in parts) == formula, formula
    return sum(decimal.Decimal(WEIGHTS[symbol]) * int(count or 1) for symbol, count in parts)


def substances():
    """Name, molar mass as text, charge, source."""
    for name, (formula, charge, counted) in SUBSTANCES.items():
        source = f"{formula}, {WEIGHTS_SOURCE}" + (f"; {counted}" if counted else "")
        yield name, f"{molar_mass(formula):f}", charge, source
    for name, (mass, source) in CONVENTIONS.items():
        yield name, mass, 0, source


def generate():
    known = list(substances())
    index = {name: number for number, (name, *_) in enumerate(known)}
    rows = []
    for role, groups in (("measured", MEASURED), ("divided_by", DIVIDED_BY)):
        rows += [(code, index[name], role) for name, codes in groups.items() for code in codes.split()]
    rows += [(code, 0, role) for role, codes in (("protein", PROTEINS), ("mixture", MIXTURES)) for code in codes.split()]
    rows.sort()
    assert len({code for code, *_ in rows}) == len(rows), "a code stands twice"
    text = NOTICE + "\nconstexpr substance_row substance_rows[] = {\n"
    text += "".join(f'    {{"{name}", "{mass}", {charge}, "{source}"}},\n' for name, mass, charge, source in known)
    text += "};\n\n// By code.\nconstexpr analyte_row analyte_rows[] = {\n"
    text += "".join(f'    {{"{code}", {number}, role::{role}}},\n' for code, number, role in rows)
    return text + "};\n"


if __name__ == "__main__":
    pathlib.Path(sys.argv[1]).write_text(generate(), encoding="utf-8")
