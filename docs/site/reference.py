"""The reference of C and C++ as pages, of the comments and declarations of the public headers."""

import collections
import pathlib
import re

import headers

HEADS = ("Lifetime", "Threads", "Errors", "Result", "Ownership", "Shape", "Source")
MARKED = re.compile(r"([\\*_<>\[\]#|~])")
CODE = re.compile(r"(`[^`]*`|\b[A-Z]\w*\.[a-z_]\w*(?:\(\))?|\b[A-Za-z]\w*(?:::\w+)+(?:\(\))?|\bPHR_\w+|\bphr_\w+(?:\(\))?|\b[a-z]\w*\(\)|\b[a-z]+(?:_[a-z0-9]+)+\b|\b[\w./-]+\.(?:hpp|h|md)\b)")
MODELS = "include/phr/fhir/r4"


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "operator"


class Names:
    """Where each name is explained: page and anchor, the first page that has it."""

    def __init__(self):
        self.places = {}
        self.of_page = collections.defaultdict(set)

    def add(self, name, page, anchor):
        self.places.setdefault(name, (page, anchor))
        self.of_page[page].add(name)

    def link(self, text, page):
        """The text as code, with a link where it names something; of what many may mean, only within its page."""
        name = text.removesuffix("()")
        place = self.places.get(name) or self.places.get(name.split("::")[-1] if "::" in name else "")
        if place is None or (not re.match(r"(phr_|PHR_)|.*::|[A-Z]\w*\.", name) and place[0] != page):
            return f"`{text}`"
        relative = "" if place[0] == page else relative_to(place[0], page)
        return f"[`{text}`]({relative}#{place[1]})"


def relative_to(target, page):
    up = "../" * (len(pathlib.PurePosixPath(page).parts) - 1)
    return up + target


def inline(text, names, page):
    """A line of a comment as Markdown: what is code is code, nothing else has a meaning."""
    parts = CODE.split(text)
    return "".join(names.link(part.strip("`"), page) if at % 2 else MARKED.sub(r"\\\1", part) for at, part in enumerate(parts))


def prose(comment, names, page):
    """A comment as paragraphs, lists and indented code."""
    out, open_list = [], False
    for line in comment:
        text = line.strip()
        if not text:
            out.append("")
            open_list = False
            continue
        head = re.match(rf"({'|'.join(HEADS)})(?: of [\w ,]+)?:", text)
        item = re.match(r"(\d+\.|-) ", text)
        if item:
            if not open_list and not line.startswith("  "):
                out.append("")
            open_list = True
            indent = "    " if line.startswith("  ") else ""
            out.append(f"{indent}{item[0]}{inline(text[len(item[0]):], names, page)}")
        elif head and not open_list:
            out += ["", f"**{head[0]}**{inline(text[len(head[0]):], names, page)}"]
        elif line.startswith("   ") and not open_list:
            out.append(f"    {line.strip()}")
        else:
            out.append(("  " if open_list else "") + inline(text, names, page))
    joined = "\n".join(out)
    return re.sub(rf"(?<=\. )({'|'.join(HEADS)}):", r"**\1:**", joined).strip("\n") + "\n"


def anchors(entry, prefix, page, names, seen):
    """Those that are new on the page."""
    fresh = []
    for name in entry.names:
        anchor = slug(f"{prefix}-{name}" if prefix else name)
        names.add(f"{prefix}::{name}" if prefix else name, page, anchor)
        if anchor not in seen:
            seen.add(anchor)
            fresh.append(anchor)
    return fresh


def fenced(code, language):
    return f"```{language}\n" + "\n".join(code).rstrip() + "\n```\n\n"


def title_of(entry):
    kind = entry.kind and f"{entry.kind} "
    names = list(dict.fromkeys(entry.names))
    return kind + (", ".join(names[:3]) + (", ..." if len(names) > 3 else "")).replace("_", r"\_")


def entry_text(entry, language, names, page, seen, level, prefix=""):
    fresh, text = anchors(entry, prefix, page, names, seen), ""
    if entry.kind or level < 4:
        text = f"{'#' * level} {title_of(entry)}" + (f" {{: #{fresh.pop(0)} }}" if fresh else "") + "\n\n"
    text += "".join(f'<a id="{anchor}"></a>' for anchor in fresh) + "\n\n"
    if entry.kind:
        text += prose(entry.comment, names, page) + "\n" + fenced(entry.code, language)
        inner = f"{prefix}::{entry.names[0]}" if prefix else entry.names[0]
        return text + "".join(entry_text(each, language, names, page, seen, 4, inner) for each in entry.members)
    return text + fenced(entry.code, language) + prose(entry.comment, names, page) + "\n"


def header_text(include, header, language, names, page, seen, level):
    text = f"{'#' * level} &lt;{include}&gt; {{: #{slug(include)} }}\n\n"
    text += prose(header.comment, names, page) + "\n"
    if header.namespace:
        text += f"Namespace `{header.namespace}`.\n\n"
    return text + "".join(entry_text(each, language, names, page, seen, level + 1) for each in header.entries)


def first_sentence(header, names, page):
    text = " ".join(header.comment).strip()
    return inline(re.split(r"(?<=\.) ", text + " ")[0].rstrip(), names, page)


def pages_of(root, language):
    """Pages by name, each with its headers: of C one a header, of C++ one a module."""
    if language == "c":
        folder = root / "bindings/c/include"
        return {f"reference/c/{path.stem}.md": [(path.relative_to(folder).as_posix(), path)] for path in sorted(folder.rglob("*.h"))}
    folder, made = root / "include", collections.defaultdict(list)
    for path in sorted(folder.rglob("*.hpp")):
        include = path.relative_to(folder).as_posix()
        parts = include.split("/")
        if path.is_relative_to(root / MODELS) or len(parts) < 3 or "// Where hosts have found " in path.read_text(encoding="utf-8"):
            continue
        made[f"reference/cpp/{parts[1]}.md"].append((include, path))
    return made


def write(root, language, out, names):
    """The pages of a language; twice, because a comment may name what comes later. Gives (page, title, first sentence)."""
    pages, listed = pages_of(root, language), []
    parsed = {page: [(include, headers.read(path)) for include, path in parts] for page, parts in pages.items()}
    for turn in (1, 2):
        for page, parts in parsed.items():
            text, seen = "" if language == "c" else f"# Module {pathlib.PurePosixPath(page).stem}\n\n", set()
            for include, header in parts:
                names.add(include, page, slug(include))
                text += header_text(include, header, language, names, page, seen, 1 if language == "c" else 2)
            if turn == 2:
                (out / page).parent.mkdir(parents=True, exist_ok=True)
                (out / page).write_text(text, encoding="utf-8")
                listed += [(page, slug(include), include, first_sentence(header, names, page)) for include, header in parts]
    return listed


def write_models(root, out):
    """A page for each resource, and one for the data types and codes: as they stand, without what no user reads."""
    listed = []
    for path in sorted((root / MODELS).glob("*.hpp")):
        text = path.read_text(encoding="utf-8")
        body = re.search(r"namespace phr::fhir::r4 \{\n(.*)\n\}  // namespace", text, re.DOTALL)
        if not body or path.stem == "search_parameters":
            continue
        code = re.sub(r"\n *(sidecar sidecar_|static const(expr)? |friend |\[\[nodiscard\]\] const code_set& code_set_of)[^\n]*", "", body[1])
        code = re.sub(r"\n *(struct \w+;\n *)+\n", "\n", code)
        code = re.sub(r"\n\n+( *\};)", r"\n\1", code).strip("\n").replace("{};", ";")
        name = {"codes": "Codes", "data_types": "Data types"}.get(path.stem) or re.findall(r"^struct (\w+) \{", code, re.MULTILINE)[-1]
        page = f"reference/models/{path.stem}.md"
        include = path.relative_to(root / "include").as_posix()
        (out / page).parent.mkdir(parents=True, exist_ok=True)
        (out / page).write_text(f"# {name}\n\n`#include <{include}>`, namespace `phr::fhir::r4`; in Python the same names in `phr.fhir`.\n\n```cpp\n{code}\n```\n", encoding="utf-8")
        listed.append((page, name, include))
    return listed
