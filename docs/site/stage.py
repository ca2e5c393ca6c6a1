"""stage.py OUT: the pages of the site as mkdocs reads them, of the pages of the repository and the generated reference.

The repository's pages stay as they are and where they are: README.md is the front page, docs/x.md is docs/x.html. What GitHub's Markdown takes and mkdocs does not is
written as both take it, marks of what holds a claim are left out, and links to headers lead to their reference.
"""

import json
import os
import pathlib
import re
import shutil
import sys

import python_reference
import reference

ROOT = pathlib.Path(__file__).resolve().parents[2]
ROOT_PAGES = ("README.md", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/README.md")
LINK = re.compile(r"(\]\()([^)#\s]+)(#[^)\s]*)?(\))")
LISTED = re.compile(r"(?:- |\* |\d+\. )")


def staged_name(path):
    """Where a file of the repository is on the site."""
    if path == "README.md":
        return "index.md"
    if path.startswith("bindings/c/include/phr/"):
        return f"reference/c/{pathlib.PurePosixPath(path).stem}.md"
    if path.startswith("include/phr/fhir/r4/"):
        return f"reference/models/{pathlib.PurePosixPath(path).stem}.md"
    if path.startswith("include/phr/"):
        parts = pathlib.PurePosixPath(path).parts
        return f"reference/cpp/{parts[2]}.md" if len(parts) > 3 else "reference/index.md"
    if path.endswith(".md"):
        return path
    return f"files/{path}" + ("" if path.endswith((".txt", ".svg", ".ipynb")) else ".txt")  # as text, for browsers


def relink(text, page, files):
    """Links of a page of the repository as links of the site; other files that they lead to are taken along."""
    here = pathlib.PurePosixPath(page).parent

    def replaced(found):
        target, anchor = found[2], found[3] or ""
        if re.match(r"[a-z]+:", target):
            return found[0]
        path = os.path.normpath(here / target)
        if (ROOT / path).is_dir():
            path = f"{path}/README.md"
        name = staged_name(path)
        if name.startswith("files/"):
            files[name] = ROOT / path
        elif name.startswith("reference/cpp/"):
            anchor = f"#{reference.slug(path.removeprefix('include/'))}"
        return f"{found[1]}{os.path.relpath(name, os.path.dirname(staged_name(page)) or '.')}{anchor}{found[4]}"

    return LINK.sub(replaced, text)


def plain_markdown(text):
    """Lists, tables and blocks of code that begin right behind a paragraph get their blank line; marks go."""
    out, fence = [], None
    text = re.sub(r"[ \t]*<!--.*?-->", "", text, flags=re.DOTALL)
    for line in text.split("\n"):
        opened = re.match(r" *(```+)", line)
        before = out[-1] if out else ""
        if opened and fence is None:
            if before.strip():
                out.append("")
            fence = opened[1]
        elif opened and line.strip() == fence:
            fence = None
        elif fence is None and before.strip():
            begins_list = LISTED.match(line) and not LISTED.match(before) and not before.startswith("  ")
            begins_table = line.startswith("|") and not before.startswith("|")
            if begins_list or begins_table:
                out.append("")
        out.append(line)
    return "\n".join(out)


def stage_pages(out):
    files = {}
    pages = [name for name in ROOT_PAGES if (ROOT / name).is_file()]
    pages += [path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "docs").rglob("*.md"))]
    for page in pages:
        text = (ROOT / page).read_text(encoding="utf-8")
        to = out / staged_name(page)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_text(relink(plain_markdown(text), page, files), encoding="utf-8")
    files |= {f"assets/{name}": ROOT / "docs/site" / name for name in ("iframe-worker.js", "site.css")}
    for name, path in files.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, out / name)


def table(rows, head):
    return "\n".join([f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]) + "\n"


def stage_reference(out):
    """Gives the pages of Python, in their order."""
    names = reference.Names()
    listed = {language: reference.write(ROOT, language, out, names) for language in ("c", "cpp")}
    python = python_reference.write(ROOT, out, names)
    models = reference.write_models(ROOT, out)
    text = "# Reference\n\nTaken from the comments of the public headers, and from the docstrings of the Python package, as they stand in this version.\n"
    for language, title in (("c", "C"), ("cpp", "C++")):
        rows = [(f"[`<{include}>`]({page.removeprefix('reference/')}#{anchor})", sentence.replace("|", "\\|").replace("](../", "]("))
                for page, anchor, include, sentence in listed[language]]
        text += f"\n## {title}\n\n" + table(rows, ("header", "what it has"))
    text += "\n## Python\n\n" + "".join(f"- [{title}]({page.removeprefix('reference/')})\n" for page, title in python)
    text += "\n## R4's types in C++\n\nThe members of each, with their cardinality. " + ", ".join(f"[{name}]({page.removeprefix('reference/')})" for page, name, _ in models) + ".\n"
    (out / "reference/index.md").write_text(text, encoding="utf-8")
    every = sorted(((name, place) for name, place in names.places.items() if re.match(r"[A-Za-z]", name) and not name.endswith(".hpp") and "operator" not in name), key=lambda each: each[0].lower())
    links = [f"[`{name}`]({page.removeprefix('reference/')}#{anchor})" for name, (page, anchor) in every]
    (out / "reference/names.md").write_text("# All names\n\n" + "\n".join(f"- {link}" for link in links) + "\n", encoding="utf-8")
    return [page for page, _ in python]


def rank(out):
    """A search gives pages before the reference, and that before the members of models."""
    for path in sorted((out / "reference").rglob("*.md")):
        boost = 0.2 if path.parent.name == "models" or path.name == "names.md" else 0.5
        path.write_text(f"---\nsearch:\n  boost: {boost}\n---\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def heading(path):
    """The page's own name, for the menu."""
    found = re.search(r"^# (.*?)(?: \{:.*)?$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return found[1].replace("&lt;phr/", "").replace("&gt;", "").replace("\\_", "_").replace("`", "").removeprefix("Module ")


def configuration(out, python):
    """mkdocs.yml with the pages that it does not name: tasks, the reference, and what is new in docs/."""
    text = (ROOT / "docs/site/mkdocs.yml").read_text(encoding="utf-8").rstrip("\n") + "\n"

    def menu(title, pages, indent=2):
        listed = "".join(f"{' ' * (indent + 4)}- {json.dumps(heading(out / page))}: {page}\n" for page in pages)
        return f"{' ' * indent}- {title}:\n{listed}" if listed else ""

    def below(folder):
        return sorted(path.relative_to(out).as_posix() for path in (out / folder).glob("*.md"))

    tasks, decisions = below("docs/tasks"), [page for page in below("docs/decisions") if "README" not in page]
    text = text.replace("  # tasks\n", menu("Tasks", tasks)) + menu("", decisions, 2).partition("\n")[2]
    text += "  - Reference:\n      - reference/index.md\n"
    text += menu("C", below("reference/c"), 6) + menu("C++", below("reference/cpp"), 6) + menu("Python", python, 6)
    text += "      - reference/names.md\n"
    text += menu("More", [page for page in [*below("."), *below("docs"), *below("examples")] if f": {page}\n" not in text])
    (out.parent / "site.yml").write_text(text, encoding="utf-8")


def main(out):
    out = pathlib.Path(out)
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    stage_pages(out)
    configuration(out, stage_reference(out))
    rank(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
