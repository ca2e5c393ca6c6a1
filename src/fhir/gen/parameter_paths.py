"""Expressions of search parameters as plain paths over the definitions."""

import re

# Data types that a parameter of each kind can be drawn from.
LEAVES = {
    "token": ["code", "Coding", "CodeableConcept", "Identifier", "ContactPoint", "boolean", "string", "id", "uri", "canonical"],
    "string": ["string", "markdown", "HumanName", "Address"],
    "date": ["date", "dateTime", "instant", "Period", "Timing"],
    "reference": ["Reference", "canonical", "uri", "Resource"],
    "quantity": ["Quantity", "Age", "Duration", "Count", "Distance", "Money", "Range", "SampledData"],
    "number": ["integer", "positiveInt", "unsignedInt", "decimal", "Range"],
    "uri": ["uri", "url", "canonical", "oid", "uuid"],
}
# Types that are handled alike.
SAME_LEAF = {"id": "code", "markdown": "string", "Age": "Quantity", "Duration": "Quantity", "Count": "Quantity",
             "Distance": "Quantity", "positiveInt": "decimal", "unsignedInt": "decimal", "integer": "decimal",
             "url": "uri", "oid": "uri", "uuid": "uri"}


def split_union(expression):
    """Terms between top-level bars."""
    terms, depth, start = [], 0, 0
    for index, char in enumerate(expression):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            terms.append(expression[start:index].strip())
            start = index + 1
    return terms + [expression[start:].strip()]


TERM = re.compile(
    r"^\(?(?P<path>[A-Z]\w*(?:\.[a-z]\w*)*?)(?: as (?P<as1>\w+)\))?(?P<after>(?:\.[a-z]\w*)*?)(?:\.as\((?P<as2>\w+)\))?"
    r"(?:\.where\(resolve\(\) is (?P<target>\w+)\))?(?:\.where\(system='(?P<system>\w+)'\))?$")
# A condition on an element half-way, and a place in a list: relatedArtifact.where(type='predecessor').resource, entry[0].
HALF_WAY = re.compile(r"(\.\w+)(?:\.where\((\w+)='([\w-]+)'\)|\[(\d)\])(?=\.)")


def paths_of(definitions, base, kind, expression):
    """[(JSON path, leaf, system filter, targets)] for one type, or None where the expression is beyond plain paths."""
    if base == "Patient" and expression == "Patient.deceased.exists() and Patient.deceased != false":
        return [("", "deceased", "", [], False)]
    if base == "InsurancePlan" and expression == "name | alias":  # the only one without the type's name
        expression = "InsurancePlan.name | InsurancePlan.alias"
    found = []
    for term in split_union(expression):
        half_way = HALF_WAY.search(term)
        match = TERM.match(HALF_WAY.sub(r"\1", term))
        if not match:
            if re.search(rf"\b({base}|Resource|DomainResource)\b", term):
                return None
            continue
        after = match["after"].strip(".").split(".") if match["after"] else []
        first, *steps = match["path"].split(".")
        if not match["as1"]:  # nothing before a type choice: the steps are one path
            steps, after = steps + after, []
        if first not in (base, "Resource", "DomainResource"):
            continue
        wanted = match["as1"] or match["as2"]
        places = definitions.walk(base, steps)
        if wanted:
            places = [place for place in places if place[1].lower() == wanted.lower()]
        if after:
            places = [(f"{path}.{tail}", leaf, targets) for path, code, _ in places
                      for tail, leaf, targets in definitions.walk(code, after)]
        if half_way:
            step, name, value, place = half_way.groups()
            mark = f"[{name}={value}]" if name else f"[{place}]"
            places = [((f".{path}.").replace(f"{step}.", f"{step}{mark}.", 1).strip("."), leaf, targets) for path, leaf, targets in places]
        places = [place for place in places if place[1] in LEAVES.get(kind, [])]
        for path, leaf, targets in places:
            if match["target"]:
                targets = [match["target"]]
            found.append((path, SAME_LEAF.get(leaf, leaf), match["system"] or "", targets, bool(match["target"])))
    return found or None
