"""The search parameters of each type: which paths each has, and which share their rows."""

from parameter_paths import LEAVES, paths_of, split_union

# No expression tells of these; the store knows them.
BUILT_IN = {"_text": "text", "_content": "text", "near": "position"}
# Columns of the store, not index rows.
COLUMNS = {"_id", "_lastUpdated"}


def gather(definitions):
    """{type: [parameter]} with ids over all pairs, sorted by type and code."""
    by_pair = {}
    for resource in definitions.parameters:
        bases = set(resource["base"])
        for base in definitions.resources:
            if bases & {base, "Resource", "DomainResource"}:
                if "DomainResource" in bases and base in ("Binary", "Bundle", "Parameters"):
                    continue
                by_pair.setdefault((base, resource["code"]), resource)
    table = {}
    for number, (base, code) in enumerate(sorted(by_pair), start=1):
        resource = by_pair[base, code]
        expression = resource.get("expression", "")
        paths = None
        if code not in COLUMNS and resource["type"] in LEAVES and expression:
            paths = paths_of(definitions, base, resource["type"], expression)
        if BUILT_IN.get(code) == "position" and base == "Location":
            paths = [("position", "position", "", [], False)]
        targets = sorted({target for path in paths or [] for target in path[3]})
        targets = [target for target in targets if target in ("Resource", *definitions.resources)]
        if "Resource" in targets or (resource["type"] == "reference" and not targets):
            targets = []  # any type
        table.setdefault(base, []).append({
            "id": number, "code": code, "kind": resource["type"], "targets": targets, "same_as": 0, "any_of": [],
            "paths": sorted({path[:3] for path in paths}) if paths else [], "expression": expression,
            "components": [], "context": "", "narrowed": any(path[4] for path in paths or []), "root_parts": [], "rows_of": 0, "url": resource["url"],
            "component_urls": [component["definition"] for component in resource.get("component", [])], "component_codes": []})
        if resource["type"] == "reference" and resource.get("target") and any(path[1] == "Resource" for path in paths or []):
            table[base][-1]["targets"] = sorted(set(resource["target"]) & set(definitions.resources))
    for base, parameters in table.items():
        share_rows(parameters)
        for parameter in parameters:
            if parameter["kind"] == "composite":
                compose(base, parameter, parameters)
    return table


def compose(base, parameter, parameters):
    """A composite over the resource itself is asked of the rows of its parts, for there is one element only. One over elements
    that repeat has rows of its own, with what its parts say of one and the same element."""
    by_url = {p["url"]: p for p in parameters}
    parts = [by_url[url] for url in parameter["component_urls"]]
    parameter["component_codes"] = [part["code"] for part in parts]
    contexts = [term.split(".", 1)[1] if "." in term else "" for term in split_union(parameter["expression"])
                if term.split(".")[0] == base]
    inside = lambda path: [c for c in contexts if c and path.startswith(c + ".")]
    for context in contexts:
        components = []
        for part in parts:
            if context:
                paths = [(path[len(context) + 1:], leaf, system) for path, leaf, system in part["paths"] if path.startswith(context + ".")]
                paths = paths or [("/" + path, leaf, system) for path, leaf, system in part["paths"]]
            else:
                paths = [path for path in part["paths"] if not inside(path[0])]
            components.append({"kind": part["kind"], "paths": paths, "targets": part["targets"]})
        parameter["components"] = components
        if not context:
            parameter["root_parts"] = [next(p["id"] for p in parameters if p["kind"] == c["kind"] and p["paths"] == c["paths"]) for c in components]
            continue
        same = [p for p in parameters if p is not parameter and p["context"] == context and p["components"] == components and p["rows_of"] == p["id"]]
        parameter["context"], parameter["rows_of"] = (context, parameter["id"]) if not same else ("", same[0]["id"])


def share_rows(parameters):
    """A parameter whose paths are those of another, or of several others together, needs no rows of its own."""
    usable = [p for p in parameters if p["paths"]]
    for parameter in usable:
        for other in usable:
            if other is parameter or other["same_as"] or other["kind"] != parameter["kind"]:
                continue
            same = other["paths"] == parameter["paths"]
            wider = len(other["targets"]) > len(parameter["targets"]) > 0 or (not other["targets"] and parameter["targets"])
            if same and (wider or (other["targets"] == parameter["targets"] and other["id"] < parameter["id"])):
                parameter["same_as"] = other["id"]
                break
    for parameter in usable:
        if parameter["same_as"] or len(parameter["paths"]) < 2:
            continue
        parts = [other for other in usable if other is not parameter and not other["same_as"] and not other["any_of"] and
                 other["kind"] == parameter["kind"] and set(other["paths"]) < set(parameter["paths"]) and
                 (parameter["kind"] != "reference" or not other["targets"] or other["targets"] == parameter["targets"])]
        covered, chosen = set(), []
        for part in sorted(parts, key=lambda p: -len(p["paths"])):
            if not set(part["paths"]) <= covered:
                chosen.append(part["id"])
                covered |= set(part["paths"])
        if covered == set(parameter["paths"]):
            parameter["any_of"] = sorted(chosen)


def is_supported(parameter):
    return bool(parameter["paths"] or parameter["components"] or parameter["code"] in BUILT_IN or parameter["code"] in COLUMNS)
