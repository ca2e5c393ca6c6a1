"""Writes the field tables: constexpr data beside the structs of struct_writer.py."""

from names import ends_of, perfect_hash, upper_first
from struct_writer import NOTICE, header_name


def flag(value):
    return "true" if value else "false"


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def type_name(alternative):
    kind, struct = alternative
    return struct.path if struct else kind


class Tables:
    """The tables of one source file. Bindings and targets that repeat are written once."""

    def __init__(self, prefix):
        self.prefix, self.bindings, self.targets, self.out = prefix, {}, {}, []

    def binding(self, binding):
        if binding is None:
            return "nullptr"
        name = self.bindings.setdefault(binding, f"binding_{self.prefix}_{len(self.bindings)}")
        return "&" + name

    def target(self, targets):
        if not targets:
            return "{}"
        return self.targets.setdefault(tuple(targets), f"targets_{self.prefix}_{len(self.targets)}")

    def shared(self):
        """Written before the tables that name them."""
        out = [f"constexpr binding {name}{{binding_strength::{strength}, {quoted(url)}}};\n" for (strength, url), name in self.bindings.items()]
        for targets, name in self.targets.items():
            out.append(f"constexpr resource_type {name}[] = {{{', '.join('resource_type::' + t for t in targets)}}};\n")
        return out

    def add(self, struct):
        symbol = struct.qualified.replace("::", "_")
        rows, names = [], []
        for position, field in enumerate(struct.fields):
            kind_struct = f"&r4::{field.type.qualified}::structure_" if field.kind == "structure" else "nullptr"
            codes = f"&code_sets::{field.codes}" if field.kind == "coded" else "nullptr"
            choices = f"decltype({struct.qualified}::{field.member})::types()" if field.kind == "choice" else "{}"
            rows.append(
                f"    {{{quoted(field.name)}, offsetof({struct.qualified}, {field.member}), element_kind::{field.kind}, "
                f"{flag(field.repeats)}, {field.min}, {field.max}, {flag(field.is_modifier)}, {flag(field.is_summary)}, "
                f"{kind_struct}, {codes}, {choices}, {self.binding(field.binding)}, {self.target(field.targets)}}},\n")
            if field.kind == "choice":
                names += [(field.name + upper_first(type_name(each)), position, number)
                          for number, each in enumerate(field.alternatives, start=1)]
            else:
                names.append((field.name, position, 0))
        seed, slots = perfect_hash([name for name, _, _ in names])
        resource = f"resource_type::{struct.name}" if struct.is_resource else "resource_type{}"
        self.out += [f"constexpr field fields_{symbol}[] = {{\n", *rows, "};\n",
                     f"constexpr auto present_{symbol} = presences(fields_{symbol});\n",
                     f"constexpr json_name names_{symbol}[] = {{{', '.join(f'{{{first:#x}, {last:#x}, {p}, {c}, {len(name)}}}' for name, p, c in names for first, last in [ends_of(name)])}}};\n",
                     f"constexpr std::uint16_t hash_{symbol}[] = {{{', '.join(map(str, slots))}}};\n"]
        return (f"constinit const structure {struct.qualified}::structure_{{{quoted(struct.path)}, {quoted(struct.definition)}, "
                f"item_type_of<{struct.qualified}>, fields_{symbol}, present_{symbol}, names_{symbol}, hash_{symbol}, {seed}, "
                f"offsetof({struct.qualified}, sidecar_), {resource}}};\n")


def write_tables(path, header, structs):
    tables = Tables(header)
    definitions = [tables.add(each) for struct in structs for each in struct.everything()]
    path.write_text("".join([
        NOTICE, f"#include <phr/fhir/r4/{header}.hpp>\n\n#include \"fhir/r4/code_sets.hpp\"\n\n#include <cstddef>\n\nnamespace phr::fhir::r4 {{\n\nnamespace {{\n\n",
        *tables.shared(), *tables.out, "\n}  // namespace\n\n", *definitions, "\n}  // namespace phr::fhir::r4\n"]), encoding="utf-8")


def write_code_sets(folder, models):
    enums = sorted((name, url, codes) for url, (name, codes) in models.enums.items())
    out = [NOTICE, "// The code sets by the names of their enumerations.\n#pragma once\n\n#include <phr/fhir/coded.hpp>\n\nnamespace phr::fhir::r4::code_sets {\n\n"]
    out += [f"extern const code_set {name};\n" for name, _, _ in enums]
    (folder / "code_sets.hpp").write_text("".join(out) + "\n}  // namespace phr::fhir::r4::code_sets\n", encoding="utf-8")
    out = [NOTICE, "#include \"fhir/r4/code_sets.hpp\"\n\n#include <phr/fhir/r4/codes.hpp>\n\nnamespace phr::fhir::r4 {\n\nnamespace {\n\n"]
    for name, _, codes in enums:
        order = sorted(range(len(codes)), key=lambda index: codes[index][0].encode())
        out.append(f"constexpr std::string_view names_{name}[] = {{{', '.join(quoted(code) for code, _ in codes)}}};\n")
        out.append(f"constexpr std::uint16_t sorted_{name}[] = {{{', '.join(map(str, order))}}};\n")
    out.append("\n}  // namespace\n\nnamespace code_sets {\n\n")
    out += [f"constinit const code_set {name}{{{quoted(url)}, names_{name}, sorted_{name}}};\n" for name, url, _ in enums]
    out.append("\n}  // namespace code_sets\n\n")
    out += [f"const code_set& code_set_of({name}) noexcept {{ return code_sets::{name}; }}\n" for name, _, _ in enums]
    (folder / "codes.cpp").write_text("".join(out) + "\n}  // namespace phr::fhir::r4\n", encoding="utf-8")


def write_index(folder, models):
    """Structures by resource type and by the names of data types."""
    out = [NOTICE, "#include <phr/fhir/r4/resources.hpp>\n\n#include <algorithm>\n\nnamespace phr::fhir {\n\nnamespace {\n\n"]
    out.append("constexpr const structure* by_resource_type[] = {\n")
    out += [f"    &r4::{name}::structure_,\n" for name in models.resources] + ["};\n\n"]
    out.append("struct named {\n  std::string_view name;\n  const structure* type;\n};\nconstexpr named data_types[] = {\n")
    out += [f'    {{"{name}", &r4::{name}::structure_}},\n' for name in sorted(models.data_types)] + ["};\n\n}  // namespace\n\n"]
    out.append("""const structure& structure_of(resource_type type) noexcept {
  return *by_resource_type[static_cast<std::size_t>(type) - 1];
}

const structure* data_type_named(std::string_view name) noexcept {
  const auto found = std::lower_bound(std::begin(data_types), std::end(data_types), name, [](const named& each, std::string_view wanted) { return each.name < wanted; });
  return found != std::end(data_types) && found->name == name ? found->type : nullptr;
}

}  // namespace phr::fhir
""")
    (folder / "structures.cpp").write_text("".join(out), encoding="utf-8")


def write_all(repository, models):
    folder = repository / "src/fhir/r4"
    write_code_sets(folder, models)
    write_tables(folder / "data_types.cpp", "data_types", [models.structs[name] for name in models.data_types])
    for name in models.resources:
        write_tables(folder / f"{header_name(name)}.cpp", header_name(name), [models.structs[name]])
    write_index(folder, models)
    sources = ["codes", "data_types", "structures", *map(header_name, models.resources)]
    (folder / "sources.cmake").write_text(
        "# Generated by src/fhir/gen/generate.py from the HL7 FHIR R4 4.0.1 definitions. Do not edit.\nset(PHR_FHIR_R4_SOURCES\n" +
        "".join(f"  r4/{name}.cpp\n" for name in sources) + ")\n", encoding="utf-8")
