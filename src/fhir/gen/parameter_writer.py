"""Search parameters as constant data, as objects of the query builder, and as a page."""

import re

from names import identifier
from parameter_paths import split_union
from parameter_table import is_supported
from struct_writer import NOTICE
from timeline import TIMELINE


def write_parameters(repository, definitions, table):
    paths, parameters, anys, targets, ranges, components = [], [], [], [], [], []
    written = lambda of: [f'    {{"{path}", leaf::{leaf_name(leaf)}, "{system}"}},\n' for path, leaf, system in of]
    for base in definitions.resources:
        first = len(parameters)
        for p in table.get(base, []):
            own = [] if p["same_as"] or p["any_of"] else p["paths"]
            composite = (f'{len(components)}, {len(p["components"])}, "{p["context"]}", {p["rows_of"]}, '
                         f'{len(anys) + len(p["any_of"])}, {len(p["root_parts"])}')
            parameters.append(
                f'    {{{p["id"]}, {p["same_as"]}, "{p["code"]}", search_kind::{p["kind"]}, {str(is_supported(p)).lower()}, {str(p["narrowed"]).lower()}, '
                f'{len(paths)}, {len(own)}, {len(anys)}, {len(p["any_of"])}, {len(targets)}, {len(p["targets"])}, {composite}}},\n')
            paths += written(own)
            for code, each in zip(p["component_codes"], p["components"]):
                of_element = each["paths"] if p["context"] else []  # without rows of its own only the kinds count
                components.append(f'    {{"{code}", search_kind::{each["kind"]}, {len(paths)}, {len(of_element)}}},\n')
                paths += written(of_element)
            anys += p["any_of"] + p["root_parts"]
            targets += [f"resource_type::{target}" for target in p["targets"]]
        ranges.append(f"    {{{first}, {len(parameters) - first}}},\n")
    members = []
    by_code = {base: {p["code"]: p["id"] for p in table.get(base, [])} for base in definitions.resources}
    for resource in definitions.compartment["resource"]:
        for code in resource.get("param", []):
            if resource["code"] in by_code and code in by_code[resource["code"]]:
                members.append(f'    {{resource_type::{resource["code"]}, {by_code[resource["code"]][code]}}},\n')
    times = "".join(f'    {{resource_type::{base}, "{steps}"}},\n' for base, steps in sorted(TIMELINE.items()))
    text = NOTICE
    text += "constexpr path_row path_rows[] = {\n" + "".join(paths) + "};\n\n"
    text += "constexpr std::uint16_t any_rows[] = {" + ", ".join(map(str, anys)) + "};\n\n"
    text += "constexpr resource_type target_rows[] = {\n    " + ",\n    ".join(targets) + "};\n\n"
    text += "// Parts of composites: their names, kinds, and their paths from the element that they stand in; '/' from the resource.\n"
    text += "constexpr component_row component_rows[] = {\n" + "".join(components) + "};\n\n"
    text += "constexpr parameter_row parameter_rows[] = {\n" + "".join(parameters) + "};\n\n"
    text += "// First parameter and number of parameters of each type, in the order of the types.\n"
    text += "constexpr range_row range_rows[] = {\n" + "".join(ranges) + "};\n\n"
    text += "// Parameters whose references put a resource into a patient's compartment.\n"
    text += "constexpr member_row member_rows[] = {\n" + "".join(members) + "};\n\n"
    text += "// Elements that date a resource on a timeline, the best first.\n"
    text += "constexpr timeline_row timeline_rows[] = {\n" + times + "};\n"
    (repository / "src/fhir/r4/search_parameter_rows.inc").write_text(text, encoding="utf-8")


def write_parameter_objects(repository, definitions, table):
    """Each name once, with the types that have it as bits: what the query builder checks."""
    kinds = {}
    for number, base in enumerate(definitions.resources, start=1):
        for p in table.get(base, []):
            if is_supported(p):
                kinds.setdefault(p["code"], {}).setdefault(p["kind"], set()).add(number)
    lines = []
    for code, of in sorted(kinds.items()):
        sets = []
        for kind, types in sorted(of.items()):
            words = [sum(1 << number % 64 for number in types if number // 64 == word) for word in range(3)]
            sets.append(f"types_of_kind<search_kind::{kind}, " + ", ".join(f"0x{word:x}U" for word in words) + ">")
        lines.append(f'inline constexpr parameter<"{code}", {", ".join(sets)}> {identifier(code.replace("-", "_"))}{{}};\n')
    (repository / "include/phr/fhir/r4/search_parameters.hpp").write_text(NOTICE + f'''// The search parameters of FHIR R4 as objects for phr/fhir/search/query.hpp, each name once, with hyphens as underscores.
#pragma once

#include <phr/fhir/search/parameter.hpp>

namespace phr::fhir::search::by {{

{"".join(lines)}
}}  // namespace phr::fhir::search::by
''', encoding="utf-8")


def leaf_name(leaf):
    names = {"CodeableConcept": "codeable_concept", "ContactPoint": "contact_point", "HumanName": "human_name",
             "dateTime": "date_time", "SampledData": "sampled_data", "boolean": "boolean"}
    return names.get(leaf, leaf.lower())


def write_page(repository, definitions, table):
    common = ["Patient", "Observation", "Condition", "MedicationRequest", "Encounter", "Procedure", "Immunization",
              "DiagnosticReport", "AllergyIntolerance"]
    total = sum(len(parameters) for parameters in table.values())
    known = sum(is_supported(p) for parameters in table.values() for p in parameters)
    lines = ["# Search parameters\n", "Generated by `src/fhir/gen/generate.py`.\n",
             f"Of {total} pairs of type and parameter in R4, {known} can be searched. The others are refused with",
             "`errc::unsupported`, never ignored: `_query`, which names a query of the server's own making, and a parameter of an element that R4",
             "does not have (DeviceDefinition `classification`). These are there for common types, besides those that every type has:\n",
             "| type | parameter | kind | expression |", "|---|---|---|---|"]
    for base in common:
        for p in table[base]:
            if not p["code"].startswith("_"):
                terms = [term for term in split_union(p["expression"]) if re.search(rf"\b{base}\b", term)]
                shown = " | ".join(terms).replace("|", "\\|")
                lines.append(f'| {base} | {p["code"]} | {p["kind"]} | {shown if len(shown) < 100 else shown[:97] + "..."} |')
    (repository / "docs/search-parameters.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
