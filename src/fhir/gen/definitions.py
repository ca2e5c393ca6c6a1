"""HL7's definitions as R4 4.0.1 has them."""

import json

import invariant_table


def read(path):
    return [entry["resource"] for entry in json.loads(path.read_text(encoding="utf-8"))["entry"]]


def r4_elements(resource, known):
    """Elements by path, as R4 4.0.1 has them. The files that carry the definitions put elements of other releases and of
    their own into some snapshots and leave others out; the differentials are HL7's. So a type has what it inherits, from
    its snapshot, and what its differential says. One differential (ResearchStudy) has bindings of R5, which its snapshot has not."""
    snapshot = {e["path"]: e for e in resource["snapshot"]["element"]}
    told = [e for e in resource.get("differential", {}).get("element", []) if "." in e["path"]]
    if not told:
        return snapshot
    bindings_of_r5 = any(e.get("binding", {}).get("valueSet", "").endswith("|5.0.0") for e in told)
    found = {}
    for path, element in snapshot.items():
        inherited = element.get("base", {}).get("path", path).split(".")[0] != resource["type"]
        if "." not in path or (inherited and path.count(".") == 1):
            found[path] = element
    for element in told:
        path = element["path"]
        found[path] = {**snapshot.get(path, {}), **element}
        if bindings_of_r5 and "binding" in snapshot.get(path, {}):
            found[path]["binding"] = snapshot[path]["binding"]
        for part in element.get("type", []):
            for name in ("id", "extension", "modifierExtension"):
                general = known.get(part["code"], {}).get(f"{part['code']}.{name}")
                if part["code"] in ("Element", "BackboneElement") and general:
                    found[f"{path}.{name}"] = snapshot.get(f"{path}.{name}") or {**general, "path": f"{path}.{name}"}
    return found


class Definitions:
    """Structure definitions by type, with their elements by path."""

    def __init__(self, folder):
        self.elements = {}
        self.constraints = {}
        self.resources = []
        self.data_types = []
        for name in ("profiles-types.json", "profiles-resources.json"):
            for resource in read(folder / name):
                if resource["resourceType"] != "StructureDefinition" or resource.get("derivation") == "constraint":
                    continue
                self.elements[resource["type"]] = r4_elements(resource, self.elements)
                self.constraints[resource["type"]] = invariant_table.roots(resource)
                if resource["kind"] == "resource" and not resource["abstract"]:
                    self.resources.append(resource["type"])
                elif resource["kind"] == "complex-type" and resource["type"] != "BackboneElement":
                    self.data_types.append(resource["type"])
        # In a later release's backport, not in R4 4.0.1 itself.
        self.resources = sorted(set(self.resources) - {"SubscriptionStatus"})
        self.parameters = read(folder / "search-parameters.json")
        self.extensions = [resource["url"] for resource in read(folder / "extension-definitions.json")]
        self.terminology = [resource for name in ("valuesets", "v3-codesystems", "v2-tables") for resource in read(folder / f"{name}.json")]
        self.compartment = json.loads((folder / "compartmentdefinition-patient.json").read_text(encoding="utf-8"))

    def walk(self, base, steps):
        """All (JSON path, type, reference targets) of a FHIRPath of plain steps; choices give one for each type."""
        found = [([], base, base, [])]  # JSON steps, type whose elements to read, prefix of their paths, targets
        for step in steps:
            following = []
            for path, kind, prefix, _ in found:
                following += self.step(path, kind, prefix, step)
            found = following
        return [(".".join(path), kind, targets) for path, kind, _, targets in found]

    def step(self, path, kind, prefix, name):
        table = self.elements.get(kind, {})
        element, choice = table.get(f"{prefix}.{name}"), False
        if element is None:
            element, choice = table.get(f"{prefix}.{name}[x]"), True
        if element is None:
            return []
        if "contentReference" in element:
            target = element["contentReference"].lstrip("#")
            return [(path + [name], kind, target, [])]
        result = []
        for option in element.get("type", []):
            code = option["code"].replace("http://hl7.org/fhirpath/System.String", "string")
            json_name = name + code[0].upper() + code[1:] if choice else name
            targets = [url.rsplit("/", 1)[1] for url in option.get("targetProfile", [])]
            if code in ("BackboneElement", "Element"):
                result.append((path + [json_name], kind, f"{prefix}.{name}", []))
            else:
                result.append((path + [json_name], code, code, targets))
        return result
