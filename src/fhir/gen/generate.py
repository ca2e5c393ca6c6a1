"""Generates FHIR R4 data from the HL7 definitions: python3 generate.py DEFINITIONS REPOSITORY

Writes include/phr/fhir/resource_type.hpp, src/fhir/r4/resource_type.cpp, src/fhir/r4/search_parameter.cpp,
docs/search-parameters.md and the types of phr.fhir below REPOSITORY. Data only: logic is never generated. The output is checked in; a test
regenerates and compares. Standard library only.
"""

import pathlib
import sys

import invariant_table
import known_uris
import parameter_writer
import python_writer
import struct_writer
import table_writer
import terminology_table
import type_writer
from definitions import Definitions
from models import Models
from parameter_table import gather
from struct_writer import NOTICE
from value_sets import ValueSets


def main():
    definitions = Definitions(pathlib.Path(sys.argv[1]))
    repository = pathlib.Path(sys.argv[2])
    for folder in ("include/phr/fhir", "src/fhir/r4", "src/validate/terminology", "src/validate/invariants", "docs"):
        (repository / folder).mkdir(parents=True, exist_ok=True)
    table = gather(definitions)
    type_writer.write_types(repository, definitions.resources)
    parameter_writer.write_parameters(repository, definitions, table)
    parameter_writer.write_page(repository, definitions, table)
    value_sets = ValueSets(definitions.terminology)
    models = Models(definitions, value_sets)
    struct_writer.write_all(repository, models)
    parameter_writer.write_parameter_objects(repository, definitions, table)
    known_uris.write(repository / "src/fhir/r4/known_uris.inc", definitions)
    table_writer.write_all(repository, models)
    python_writer.write_all(repository, models)
    terminology_table.write(value_sets, repository / "src/validate/terminology/r4_table.inc", NOTICE)
    invariant_table.write(definitions, repository / "src/validate/invariants/r4_invariants.inc", NOTICE)


if __name__ == "__main__":
    main()
