"""FHIR's types as Python objects: what struct_writer.py and table_writer.py write out."""

import re

from names import camel, identifier, upper_first

SYSTEM = "http://hl7.org/fhirpath/System."
PRIMITIVES = {"boolean", "integer", "positiveInt", "unsignedInt", "decimal", "string", "markdown", "code", "id", "uri", "url",
              "canonical", "oid", "uuid", "base64Binary", "xhtml", "date", "dateTime", "instant", "time"}


class Field:
    """One element. kind is an element_kind; type a Struct for structures; alternatives a list of (kind, Struct) for choices."""

    def __init__(self, element):
        self.path = element["path"]
        self.name = self.path.rsplit(".", 1)[1].removesuffix("[x]")
        self.member = identifier(self.name)
        self.short = re.sub(r"\s+", " ", element.get("short", "")).strip()
        self.min = element["min"]
        self.max = 0 if element["max"] == "*" else int(element["max"])
        self.repeats = self.max != 1
        self.is_modifier = element.get("isModifier", False)
        self.is_summary = element.get("isSummary", False)
        self.kind, self.type, self.alternatives, self.codes = None, None, [], None
        self.targets = []
        self.binding = None
        binding = element.get("binding", {})
        if "valueSet" in binding:
            self.binding = (binding["strength"], binding["valueSet"])


class Struct:
    """A resource, data type or backbone element."""

    def __init__(self, path, definition):
        self.path, self.definition = path, definition
        self.name = upper_first(path.rsplit(".", 1)[-1])
        self.fields, self.parts, self.parent = [], [], None
        self.is_resource = False

    @property
    def qualified(self):
        return f"{self.parent.qualified}::{self.name}" if self.parent else self.name

    def everything(self):
        """Itself and its parts, parts first."""
        for part in self.parts:
            yield from part.everything()
        yield self


class Models:
    """All structures by path, in the order of the definitions."""

    def __init__(self, definitions, value_sets):
        self.structs = {}
        self.enums = {}  # value set URL: (enum name, [(code, display)])
        self.value_sets = value_sets
        self.resources = definitions.resources
        self.data_types = definitions.data_types
        for name in self.data_types + self.resources:
            self.add_structs(name, definitions.elements[name])
        for name in self.resources:
            self.structs[name].is_resource = True
        for name in self.data_types + self.resources:
            self.add_fields(name, definitions.elements[name])

    def add_structs(self, name, elements):
        self.structs[name] = Struct(name, name)
        for path, element in elements.items():
            codes = [option["code"] for option in element.get("type", [])]
            if "." in path and codes in (["BackboneElement"], ["Element"]):
                part = Struct(path, name)
                part.parent = self.structs[path.rsplit(".", 1)[0]]
                part.parent.parts.append(part)
                self.structs[path] = part

    def add_fields(self, name, elements):
        for path, element in elements.items():
            if "." in path:
                self.structs[path.rsplit(".", 1)[0]].fields.append(self.field(name, element))

    def field(self, definition, element):
        field = Field(element)
        if "contentReference" in element:
            field.kind, field.type = "structure", self.structs[element["contentReference"].split("#")[1]]
            return field
        options = element["type"]
        for option in options:
            field.targets += [url.rsplit("/", 1)[1] for url in option.get("targetProfile", [])]
        if "Resource" in field.targets or not set(field.targets) <= set(self.resources):
            field.targets = []
        if element["path"].endswith("[x]"):
            field.kind = "choice"
            field.alternatives = [self.kind_of(definition, element, option["code"]) for option in options]
            return field
        field.kind, field.type = self.kind_of(definition, element, options[0]["code"])
        if field.kind == "code" and field.binding and field.binding[0] == "required":
            field.codes = self.enum(field.binding[1])
            if field.codes:
                field.kind = "coded"
        return field

    def kind_of(self, definition, element, code):
        path = element["path"]
        if code.startswith(SYSTEM):
            if path.endswith(".id") and path.count(".") == 1 and definition in self.resources:
                return "id", None
            return ("uri" if path == "Extension.url" else "string"), None
        if code in PRIMITIVES:
            return code, None
        if code in ("BackboneElement", "Element") and path in self.structs:
            return "structure", self.structs[path]
        if code in self.resources or code == "Resource":
            return "resource", None
        return "structure", self.structs[code]

    def enum(self, url):
        """The name of the enumeration of a required value set, or None where its codes are not all known."""
        url = url.split("|")[0]
        if url not in self.enums:
            codes = self.value_sets.codes(url)
            if not codes:
                return None
            name = self.value_sets.sets[url]["name"]
            if not re.fullmatch(r"[A-Z][0-9A-Za-z]+", name) or name in [taken for taken, _ in self.enums.values()] or name in self.structs:
                name = camel(url.rsplit("/", 1)[1])
            if name in self.structs or name in [taken for taken, _ in self.enums.values()]:
                raise ValueError(f"two types are named {name}")
            self.enums[url] = (name, codes)
        return self.enums[url][0]
