"""The URIs that FHIR's definitions name: systems, extensions, profiles. Models hold these without a copy of their own."""

import struct_writer

# Systems of the definitions' own guidance (https://hl7.org/fhir/R4/terminologies-systems.html) that no value set includes.
SYSTEMS = [
    "http://www.nlm.nih.gov/research/umls/rxnorm", "http://loinc.org", "http://snomed.info/sct", "http://unitsofmeasure.org",
    "http://hl7.org/fhir/sid/cvx", "http://hl7.org/fhir/sid/mvx", "http://hl7.org/fhir/sid/ndc", "http://hl7.org/fhir/sid/us-npi",
    "http://hl7.org/fhir/sid/us-ssn", "http://hl7.org/fhir/sid/us-medicare", "http://hl7.org/fhir/sid/us-mbi",
    "http://hl7.org/fhir/sid/icd-9-cm", "http://hl7.org/fhir/sid/icd-10", "http://hl7.org/fhir/sid/icd-10-cm",
    "http://www.ama-assn.org/go/cpt", "http://www.whocc.no/atc", "http://dicom.nema.org/resources/ontology/DCM",
    "http://www.genenames.org", "http://varnomen.hgvs.org", "http://www.ncbi.nlm.nih.gov/clinvar", "http://fdasis.nlm.nih.gov",
    "urn:ietf:rfc:3986", "urn:ietf:bcp:47", "urn:ietf:bcp:13", "urn:iso:std:iso:3166", "urn:iso:std:iso:4217",
    "urn:iso:std:iso:11073:10101", "https://www.usps.com/", "http://nucc.org/provider-taxonomy",
]
MASK = (1 << 64) - 1


def gather(definitions):
    found = set(SYSTEMS)
    for resource in definitions.terminology:
        if resource["resourceType"] == "CodeSystem":
            found.add(resource["url"])
        for part in resource.get("compose", {}).get("include", []):
            found.add(part.get("system", SYSTEMS[0]))
    found |= set(definitions.extensions)
    return sorted(uri for uri in found if 8 <= len(uri) < 200 and uri.isascii())


def hash_of(uri):
    """known_uris.cpp has the same: the last eight bytes, the eight before the middle, and the length."""
    text = uri.encode()
    half = len(text) // 2
    middle = int.from_bytes(text[half - 4:half + 4], "little")
    mixed = (int.from_bytes(text[-8:], "little") + middle * 3 + len(text)) * 0x9E3779B97F4A7C15 & MASK
    return (mixed ^ mixed >> 32) * 0xBF58476D1CE4E5B9 & MASK


def write(path, definitions):
    uris = gather(definitions)
    bits = (len(uris) * 2).bit_length()
    slots = [0] * (1 << bits)
    for number, uri in enumerate(uris, start=1):
        slot = hash_of(uri) >> (64 - bits)
        while slots[slot]:
            slot = (slot + 1) % len(slots)
        slots[slot] = number
    offsets, rows, at = [], [], 0
    for uri in uris:
        # Four bytes that nobody uses, four of length, the text, and zeros up to the next multiple of eight.
        padding = -len(uri) % 8
        size = "".join(f"\\{byte:03o}" for byte in len(uri).to_bytes(4, "little"))
        rows.append(f'    "\\0\\0\\0\\0{size}" "{uri}" "{chr(92) + "0"}{(chr(92) + "0") * (padding - 1)}"\n' if padding else
                    f'    "\\0\\0\\0\\0{size}" "{uri}"\n')
        offsets.append(at + 8)
        at += 8 + len(uri) + padding
    lines = [", ".join(map(str, values[start:start + 24])) for values in (offsets,) for start in range(0, len(values), 24)]
    slot_lines = [", ".join(map(str, slots[start:start + 32])) for start in range(0, len(slots), 32)]
    path.write_text("".join([
        struct_writer.NOTICE, "// URIs of FHIR's definitions, each behind its length, and a hash table of them.\n",
        "alignas(8) constexpr char uri_bytes[] =\n", *rows, "    ;\n",
        "constexpr std::uint32_t uri_offsets[] = {\n    ", ",\n    ".join(lines), "};\n",
        "constexpr std::uint16_t uri_slots[] = {\n    ", ",\n    ".join(slot_lines), "};\n"]), encoding="utf-8")
