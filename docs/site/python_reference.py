"""The reference of the Python package, of its sources and its stub: signatures and docstrings, read and not run."""

import ast
import inspect
import re

import reference

PAGES = {
    "store": ("Stores and sessions", ["open", "Store", "StoreInfo", "Session", "Transaction", "Landed", "Moment"]),
    "found": ("What is found and written", ["Hits", "Hit", "Record", "Versions", "Summary", "Event", "EventCount", "LatestValue", "Query", "query", "SearchParameter", "Table",
                                            "WriteReport", "ImportReport", "Refusal", "EraseReport", "Change", "Source", "ForgetPreview"]),
    "sharing": ("Consent and the trail", ["PendingConsent", "ConsentEffect", "Explanation", "SharedType", "AuditEntry", "AuditVerdict"]),
    "computing": ("Trends, views, expressions, validation", ["Trend", "Point", "Line", "TheilSenLine", "Chart", "view", "View", "Column", "fhirpath", "Expression", "validate",
                                                             "load_package", "Outcome", "Issue", "Profiles"]),
}


def definitions(package):
    """Classes and functions of the package by name; what Python adds goes before the stub."""
    made = {}
    for path in [package / "_core.pyi", *sorted(package.glob("_*.py")), package / "__init__.py"]:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, (ast.ClassDef, ast.FunctionDef)):
                made[node.name] = node
    return made


def exported(package):
    for node in ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    raise ValueError("the package has no __all__")


def signature(node):
    """On a line, or an argument on each."""
    given, parts = node.args, []

    def shown(each, default=None):
        text = each.arg + (f": {ast.unparse(each.annotation)}" if each.annotation else "")
        return text + (f" = {ast.unparse(default)}" if default is not None else "")

    plain = [*given.posonlyargs, *given.args]
    defaults = [None] * (len(plain) - len(given.defaults)) + given.defaults
    parts += [shown(each, default) for each, default in zip(plain, defaults)]
    if given.vararg or given.kwonlyargs:
        parts.append("*" + (shown(given.vararg) if given.vararg else ""))
    parts += [shown(each, default) for each, default in zip(given.kwonlyargs, given.kw_defaults)]
    parts += [f"**{shown(given.kwarg)}"] if given.kwarg else []
    returns = f" -> {ast.unparse(node.returns)}" if node.returns else ""
    line = f"def {node.name}({', '.join(parts)}){returns}"
    return line if len(line) <= 100 else f"def {node.name}(\n" + "".join(f"    {each},\n" for each in parts) + f"){returns}"


def docstring(node, page, names):
    text = inspect.cleandoc(ast.get_docstring(node) or "")
    out, code = [], False
    for line in text.split("\n"):
        is_code = line.startswith("    ")
        if is_code != code and line.strip():
            out += ["```" if code else "\n```python"]
            code = is_code
        out.append(line.removeprefix("    ") if code else reference.inline(line.replace("``", "`"), names, page))
    if code:
        out.append("```")
    text = "\n".join(out)
    return re.sub(r"(^|(?<=\. ))Errors:", r"**Errors:**", text, flags=re.MULTILINE) + "\n\n"


def is_property(node):
    return any(getattr(each, "id", getattr(each, "attr", "")) in ("property", "cached_property") for each in node.decorator_list)


def member(node, owner, page, names, seen):
    anchor = reference.slug(f"{owner}-{node.name}")
    mark = "" if anchor in seen else f'<a id="{anchor}"></a>\n\n'
    seen.add(anchor)
    names.add(f"{owner}.{node.name}", page, anchor)
    if is_property(node):
        shown = f"{node.name}: {ast.unparse(node.returns) if node.returns else 'Any'}"
    else:
        shown = signature(node)
    return f'{mark}```python\n{shown}\n```\n\n' + docstring(node, page, names)


def entry(name, node, page, names, module="phr"):
    anchor = reference.slug(f"{module}-{name}")
    names.add(f"{module}.{name}", page, anchor)
    if isinstance(node, ast.FunctionDef):
        shown = signature(node).replace("def ", f"{module}.", 1)
    else:
        bases = ", ".join(ast.unparse(each) for each in node.bases)
        shown = f"class {module}.{name}{f'({bases})' if bases else ''}"
    text = f"## {name} {{: #{anchor} }}\n\n```python\n{shown}\n```\n\n{docstring(node, page, names)}"
    if isinstance(node, ast.FunctionDef):
        return text
    plain, seen = [], set()
    for each in node.body:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and not each.target.id.startswith("_"):
            plain.append(ast.unparse(each))
        if not isinstance(each, ast.FunctionDef) or each.name.startswith("_"):
            continue
        if is_property(each) and not ast.get_docstring(each):
            plain.append(f"{each.name}: {ast.unparse(each.returns) if each.returns else 'Any'}")
        else:
            text += member(each, name, page, names, seen)
    if plain:
        text += "```python\n" + "\n".join(plain) + "\n```\n\n"
    return text


def module_page(path, title, module, page, names):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    text = f"# {title}\n\n{docstring(tree, page, names)}"
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
            text += entry(node.name, node, page, names, module)
    return text


def errors_page(package, page, names):
    text = "# Errors\n\nWhat each means, and when, stands on the page on [Python](../../docs/python.md#errors).\n\n"
    for node in ast.parse((package / "_error.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            text += entry(node.name, node, page, names)
    return text


def write(root, out, names):
    """Gives (page, title). Twice, because a docstring may name what comes later."""
    write_once(root, out, names)
    return write_once(root, out, names)


def write_once(root, out, names):
    package = root / "bindings/python/phr"
    known, wanted = definitions(package), set(exported(package))
    errors = {node.name for node in ast.parse((package / "_error.py").read_text(encoding="utf-8")).body if isinstance(node, ast.ClassDef)}
    placed = {name for _, each in PAGES.values() for name in each}
    rest = sorted(name for name in wanted - placed - errors if name in known)  # what has no place yet
    listed = []
    (out / "reference/python").mkdir(parents=True, exist_ok=True)
    for stem, (title, each) in PAGES.items():
        page = f"reference/python/{stem}.md"
        each = [name for name in each if name in known] + (rest if stem == "found" else [])
        (out / page).write_text(f"# {title}\n\n" + "".join(entry(name, known[name], page, names) for name in each), encoding="utf-8")
        listed.append((page, title))
    others = {"errors": ("Errors", lambda page: errors_page(package, page, names)),
              "ucum": ("phr.ucum", lambda page: module_page(package / "ucum.py", "phr.ucum", "phr.ucum", page, names)),
              "fhir": ("phr.fhir", lambda page: module_page(package / "fhir/__init__.py", "phr.fhir", "phr.fhir", page, names))}
    for stem, (title, made) in others.items():
        page = f"reference/python/{stem}.md"
        (out / page).write_text(made(page), encoding="utf-8")
        listed.append((page, title))
    return listed
