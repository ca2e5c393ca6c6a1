"""Public headers as entries: a comment and the declarations that it stands above. Private parts and bodies are left out."""

import dataclasses
import re

LITERALS = re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])\'|//.*$')
SCOPE = re.compile(r'^(?:inline )?namespace ([\w:]*)\s*\{|^extern "C" \{')
CONTAINER = re.compile(r"^(?:template\s*<[^{;]*>\s*)?(class|struct|union)\s+(?:\[\[\w+\]\] )?([\w:]+)(?: final)?(?:\s*:[^:].*)?\s*\{", re.DOTALL)
FORWARD = re.compile(r"^(?:class|struct|enum class|enum)\s+[\w:]+(?:\s*:\s*[\w:]+)?;$")
NO_NAMES = {"requires", "alignas", "decltype", "noexcept", "sizeof", "static_assert", "defined", "__attribute__", "static_cast", "explicit", "operator"}
LONGEST = 60  # lines of one declaration; a table that is longer is cut


@dataclasses.dataclass
class Entry:
    comment: list  # lines, without their slashes
    code: list  # lines
    names: list
    kind: str = ""  # "class", "struct": members are entries of their own
    members: list = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Header:
    comment: list
    namespace: str
    entries: list


def bare(line):
    """The line without its texts and comment, for counting brackets."""
    return LITERALS.sub(lambda found: "" if found[0].startswith("//") else '""', line).rstrip()


def depth_of(text):
    return sum(text.count(each) for each in "({[") - sum(text.count(each) for each in ")}]")


def uncommented(line):
    return re.sub(r"^\s*// ?", "", line)


def dedent(lines):
    indents = [len(line) - len(line.lstrip()) for line in lines if line.strip()]
    return [line[min(indents, default=0):].rstrip() for line in lines]


def chunks(lines):
    """Pairs of a kind (comment, blank, label, macro, code) and lines."""
    at = 0
    while at < len(lines):
        line = lines[at]
        text = line.strip()
        begin, kind = at, "code"
        if not text:
            kind = "blank"
        elif text.startswith("//"):
            kind = "comment"
            while at + 1 < len(lines) and lines[at + 1].strip().startswith("//"):
                at += 1
        elif re.match(r"(public|private|protected):$", text):
            kind = "label"
        elif text.startswith("#"):
            kind = "macro"
            while lines[at].endswith("\\") and at + 1 < len(lines):
                at += 1
        else:
            depth, code = 0, ""
            while at < len(lines):
                part = bare(lines[at])
                depth += depth_of(part)
                code = part.strip() or code
                if depth <= 0 and code.endswith((";", "}")):
                    break
                at += 1
        yield kind, lines[begin:at + 1]
        at += 1


def public_lines(lines):
    """Of the inside of a class: what is public."""
    shown, kept = True, []
    for kind, part in chunks(lines):
        if kind == "label":
            shown = part[0].strip() == "public:"
        elif shown and not (kind == "code" and part[0].strip().startswith("friend class")):
            kept += part
    return kept


def without_body(lines):
    """A function's declaration without what it does."""
    text = "\n".join(lines)
    flat = "\n".join(bare(line) for line in lines)
    if CONTAINER.match(flat) or re.match(r"(typedef |enum |using |namespace )", flat.strip()) or "(" not in flat.split("{")[0] or "{" not in flat:
        return lines
    round_depth = 0
    for at, char in enumerate(text):
        if char in "([":
            round_depth += 1
        elif char in ")]":
            round_depth -= 1
        elif round_depth == 0 and (char == "{" or (char == ":" and "::" not in text[at - 1:at + 2])):
            if text[at - 1] == "=" or text[:at].rstrip().endswith("="):
                return lines
            return (text[:at].rstrip() + ";").split("\n")
    return lines


def names_of(code):
    flat = "\n".join(bare(line) for line in code).strip()
    found = re.match(r"#\s*define (\w+)", flat) or re.search(r"\(\*(\w+)\)", flat)
    if found:
        return [found[1]]
    found = re.match(r"(?:template <[^{;]*?>\s*)?(?:typedef )?(?:enum class|enum|class|struct|union|using)\s+(?:namespace )?([\w:]+)", flat)
    if found and not flat.startswith("typedef struct") and not flat.startswith("typedef enum"):
        return [found[1].split("::")[-1]]
    if flat.startswith("typedef"):
        return re.findall(r"(\w+);$", flat)
    found = re.search(r"(operator\S+?|operator \S+?|~?\b\w+)\s*\(", re.sub(r"\b(?:" + "|".join(NO_NAMES - {"operator"}) + r")\s*\([^()]*(?:\([^()]*\)[^()]*)*\)", "", flat))
    if found and found[1] not in NO_NAMES:
        return [found[1]]
    found = re.search(r"(\w+)(?:\[[^\]]*\])?\s*(?:=|\{|;)", flat)
    return [found[1]] if found else []


def entries_of(lines):
    """Groups: a comment and the declarations up to the next comment or blank line; a class is a group of its own."""
    made, comment, group, seen = [], [], [], set()

    def flush():
        nonlocal comment, group
        if group:
            names = [name for code in group for name in names_of(code)]
            made.append(Entry(comment, [line for code in group for line in code], names))
        comment, group = [], []

    for kind, part in chunks(lines):
        if kind in ("blank", "comment"):
            flush()
            comment = [uncommented(line) for line in part] if kind == "comment" else []
            continue
        if kind == "label":
            continue
        text = "\n".join(dedent(part))
        if kind == "macro":
            name = re.match(r"#\s*define (\w+)\b", text)
            if not name or name[1].endswith(("_", "_H", "NOEXCEPT", "_API")) or name[1] in seen or "phr_try" in text.lower() and name[1] != "PHR_TRY":
                continue
            seen.add(name[1])
            group.append(dedent(part) if len(part) <= 2 else [re.match(r"#\s*define \w+(?:\([^)]*\))?", text)[0] + " ..."])
            continue
        if FORWARD.match(bare(text)) and not comment:
            continue
        container = CONTAINER.match("\n".join(bare(line) for line in dedent(part)))
        if container:
            above = comment
            if group:
                flush()
                above = []
            inner = public_lines(inside(part))
            members = [each for each in entries_of(inner) if each.code]
            head = re.sub(r"\s*\{$", "", "\n".join(part[:opening(part) + 1]).split("{")[0].rstrip())
            made.append(Entry(above, head.split("\n"), [container[2].split("::")[-1]], container[1], members))
            comment = []
            continue
        code = without_body(dedent(part))
        group.append(code if len(code) <= LONGEST or "enum" in code[0] else [*code[:6], "  // ...", code[-1]])
    flush()
    return made


def opening(lines):
    return next(at for at, line in enumerate(lines) if "{" in bare(line))


def inside(lines):
    """What stands between the outermost braces of a class, with what follows the opening one on its line."""
    first = opening(lines)
    if first == len(lines) - 1:
        text = lines[first]
        return [text[text.index("{") + 1:text.rindex("}")]] if "}" in text else []
    return lines[first + 1:-1]


def flattened(lines):
    """Without namespaces and extern "C"; what is of a namespace detail or of none is left out. Gives lines and the last other namespace."""
    kept, namespace, depth, skip, scopes = [], "", 0, None, []
    for line in lines:
        scope = SCOPE.match(line)
        before = depth
        depth += bare(line).count("{") - bare(line).count("}")
        if skip is not None:
            if depth <= skip:
                skip = None
        elif scope:
            name = scope[1] or ""
            if "detail" in name or ('"C"' not in line and not name):
                skip = before
            elif depth > before:
                namespace = name or namespace
                scopes.append(before)
            if depth == before:  # namespace x { ... } on a line
                skip = None
        elif scopes and depth == scopes[-1] < before:
            scopes.pop()
        else:
            kept.append(line)
    return kept, namespace


def read(path):
    lines = path.read_text(encoding="utf-8").split("\n")
    head = []
    while lines and lines[0].startswith("//"):
        head.append(uncommented(lines.pop(0)))
    lines, namespace = flattened(lines)
    return Header(head, namespace, [each for each in entries_of(lines) if each.names or each.kind])
