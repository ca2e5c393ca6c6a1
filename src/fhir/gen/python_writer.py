"""Writes FHIR's types for Python: the stub of phr.fhir, from which editors and mypy know every element, and the names of the types."""

import keyword
import pathlib

from names import upper_first
from struct_writer import NOTICE

HASH_NOTICE = NOTICE.replace("// ", "# ", 1)
# What an element of a primitive type is when it is read, and what may be written to it; str where nothing stands here.
READ = {**dict.fromkeys(("integer", "positiveInt", "unsignedInt"), "int"), "boolean": "bool", "decimal": "_Decimal"}
WRITTEN = {**READ, "decimal": "_Number", "date": "_Date", "dateTime": "_Moment", "instant": "_Moment", "time": "_Time"}
# They are classes of their own in phr.fhir, which all others are made of.
BASES = ("Element", "BackboneElement")

HEAD = pathlib.Path(__file__).with_name("python_stub.in").read_text(encoding="utf-8")


def python_name(name):
    return name + "_" if keyword.iskeyword(name) else name


def class_name(struct):
    """Patient.Contact; parts are classes inside of what they are parts of."""
    return f"{class_name(struct.parent)}.{struct.name}" if struct.parent else struct.name


class Kind:
    """What is read of an element, what may be written, and whether that is a part."""

    def __init__(self, kind, struct, codes=None):
        self.is_part = kind in ("structure", "resource")
        if self.is_part:
            self.read = "Resource" if kind == "resource" else class_name(struct)
            self.written = f"Union[{self.read}, _Mapping[str, Any]]"
        else:
            self.read = f"_{codes}" if codes else READ.get(kind, "str")
            self.written = f"_{codes}" if codes else WRITTEN.get(kind, "str")

    def attribute(self, repeats):
        if self.is_part:
            return f"{'_ManyParts' if repeats else '_OnePart'}[{self.read}]"
        return f"_Many[{self.read}, _Values[{self.written}]]" if repeats else f"_One[{self.read}, {self.written}]"

    def argument(self, repeats):
        if self.is_part:
            return f"{'_Parts' if repeats else '_Part'}[{self.read}]"
        return f"_Values[{self.written}]" if repeats else f"Optional[{self.written}]"


def joined(kinds, which):
    """A Union of what several types are."""
    found = list(dict.fromkeys(getattr(each, which) for each in kinds))
    return found[0] if len(found) == 1 else f"Union[{', '.join(found)}]"


def members(struct):
    """(name, attribute, argument, comment) of every element; a choice also by each of its types."""
    for field in struct.fields:
        comment = f"{field.min}..{field.max or '*'} {field.short}"
        if field.kind != "choice":
            kind = Kind(field.kind, field.type, field.codes if field.kind == "coded" else None)
            yield python_name(field.name), kind.attribute(field.repeats), kind.argument(field.repeats), comment
            continue
        kinds = [Kind(*each) for each in field.alternatives]
        written = joined(kinds, "written")
        yield field.name, f"_One[{joined(kinds, 'read')}, {written}]", f"Optional[{written}]", comment
        for kind, (name, part) in zip(kinds, field.alternatives):
            yield field.name + upper_first(part.path if part else name), kind.attribute(False), kind.argument(False), None


def write_class(struct, indent=""):
    base = "Resource" if struct.is_resource else "BackboneElement" if struct.parent else "Element"
    inner = indent + "    "
    out = [f"{indent}class {struct.name}({base}):\n"]
    for part in struct.parts:
        out += [*write_class(part, inner), "\n"]
    found = list(members(struct))
    out += [f"{inner}{name}: {attribute}{f'  # {comment}' if comment else ''}\n" for name, attribute, _, comment in found]
    arguments = ", ".join(f"{name}: {argument} = ..." for name, _, argument, _ in found)
    out.append(f"{inner}def __init__(self, *, {arguments}) -> None: ...\n")
    return out


def listed(names, indent="    "):
    return "".join(f'{indent}"{name}",\n' for name in names)


def write_all(repository, models):
    folder = repository / "bindings/python/phr/fhir"
    folder.mkdir(parents=True, exist_ok=True)
    data_types = [name for name in models.data_types if name not in BASES]
    names = sorted([*data_types, *models.resources, *BASES, "ElementList", "Resource", "diff", "faults", "from_dict", "from_json", "from_xml"])
    out = [HASH_NOTICE, HEAD % {"names": listed(names)}]
    for name, codes in sorted(models.enums.values()):
        out.append(f"_{name} = Literal[{', '.join(repr(code) for code, _ in codes)}]\n")
    for name in sorted([*data_types, *models.resources]):
        out += ["\n", *write_class(models.structs[name])]
    (folder / "__init__.pyi").write_text("".join(out), encoding="utf-8")
    (folder / "_types.py").write_text(
        f'{HASH_NOTICE}"""The names of R4\'s types."""\n\nRESOURCES = (\n{listed(models.resources)})\nDATA_TYPES = (\n{listed(sorted(data_types))})\n', encoding="utf-8")
