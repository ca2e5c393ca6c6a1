"""The invariants of the definitions, by the type or element that they are of (src/validate/invariants/r4_invariants.inc)."""

# Of every element and extension: their definitions repeat them everywhere.
GENERAL = {"ele-1", "ext-1"}


# Expressions that say something else than their words, as later releases put right: `answer is Boolean` is of no FHIR boolean,
# "more than one" is not more than two, and what is empty is no decimal.
MENDED = {
    "que-7": "operator = 'exists' implies (answer is boolean)",
    "que-12": "enableWhen.count() > 1 implies enableBehavior.exists()",
    "ras-2": "probability.ofType(decimal).empty() or probability.ofType(decimal) <= 100",
}


def expression_of(constraint):
    """R4 was written when matches() was of the whole text, and asks of a name that is not there to be usable."""
    if constraint["expression"].startswith("name.matches("):
        return "name.exists() implies " + constraint["expression"].replace("matches(", "matchesFull(")
    return MENDED.get(constraint["key"], constraint["expression"]).replace("matches(", "matchesFull(")


def quoted(text):
    """A C++ string; raw, in parts that compilers take."""
    return "".join(f'R"fhir({text[at:at + 2000]})fhir" ' for at in range(0, len(text), 2000)).strip()


def roots(definition):
    """The constraints of a type itself: HL7's own where the differential has them."""
    told = [e for e in definition.get("differential", {}).get("element", []) if "." not in e["path"]]
    return (told or definition["snapshot"]["element"])[0].get("constraint", [])


def rows(definitions):
    known = {*definitions.resources, *definitions.data_types, "DomainResource", "Element", "BackboneElement"}
    for name, constraints in sorted(definitions.constraints.items()):
        if name not in known:  # of a later release
            continue
        for each in constraints:
            if each["key"] not in GENERAL or name in ("Element", "Extension"):
                yield name, each
        for path, element in sorted(definitions.elements[name].items()):
            if "." not in path:
                continue
            for each in element.get("constraint", []):
                if each["key"] not in GENERAL:
                    yield path, each


def write(definitions, path, notice):
    seen = set()
    lines = [notice]
    for where, each in rows(definitions):
        if "expression" not in each or (where, each["key"]) in seen:
            continue
        seen.add((where, each["key"]))
        severity = "severity::error" if each["severity"] == "error" else "severity::warning"
        lines.append(f'{{"{where}", "{each["key"]}", {severity}, {quoted(each["human"])},\n {quoted(expression_of(each))}}},\n')
    path.write_text("".join(lines), encoding="utf-8")
