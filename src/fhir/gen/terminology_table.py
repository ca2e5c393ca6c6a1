"""The code systems and value sets of the definitions as one compact text, which validation reads (see docs/validation.md)."""

from value_sets import walk

# Systems that are grammars, which the reader of the table knows.
GRAMMARS = ("urn:ietf:bcp:47", "urn:ietf:bcp:13")


def parents(concepts, above=()):
    """(concept, codes of everything above it), depth first; also by the property that v3 uses for a second parent."""
    for concept in concepts:
        extra = [p["valueCode"] for p in concept.get("property", []) if p["code"] == "subsumedBy" and "valueCode" in p]
        yield concept, (*above, *extra)
        yield from parents(concept.get("concept", []), (*above, *extra, concept["code"]))


class Terminology:
    def __init__(self, sets):
        self.sets = sets
        self.below = {}

    def descendants(self, system):
        """code: everything above it, or None where the system is not complete."""
        if system not in self.below:
            found = self.sets.systems.get(system)
            if found is None or found["content"] != "complete":
                self.below[system] = None
            else:
                direct = {c["code"]: set(above) for c, above in parents(found.get("concept", []))}
                while True:  # second parents bring their own
                    grown = {code: above.union(*(direct.get(a, set()) for a in above)) for code, above in direct.items()}
                    if grown == direct:
                        break
                    direct = grown
                self.below[system] = direct
        return self.below[system]

    def codes_of(self, include):
        """The codes an include takes of its system: a list, "*" for all, or None where that is not known."""
        system = include.get("system")
        if "concept" in include:
            return [c["code"] for c in include["concept"]]
        above = self.descendants(system)
        if above is None and (system not in GRAMMARS or "filter" in include):
            return None
        if "filter" not in include:
            return "*"
        taken = list(above)
        for each in include["filter"]:
            if each["property"] != "concept" and each["op"] != "is-a":
                return None
            if each["op"] == "is-a":
                taken = [c for c in taken if c == each["value"] or each["value"] in above[c]]
            elif each["op"] == "descendent-of":
                taken = [c for c in taken if each["value"] in above[c]]
            elif each["op"] == "is-not-a":
                taken = [c for c in taken if c != each["value"] and each["value"] not in above[c]]
            elif each["op"] == "=":
                taken = [c for c in taken if c == each["value"]]
            else:
                return None
        return taken

    def parts(self, url, within=()):
        """{system: codes, "*" or None} of a value set; None for the whole where it is not known."""
        url = url.split("|")[0]
        found = self.sets.sets.get(url)
        if found is None or url in within or "compose" not in found:
            return None
        made = {}
        for include in found["compose"]["include"]:
            part = self.part(include, (*within, url))
            if part is None:
                return None
            for system, codes in part.items():
                made[system] = self.joined(made.get(system, []), codes)
        for exclude in found["compose"].get("exclude", []):
            part = self.part(exclude, (*within, url))
            for system, codes in (part or {}).items():
                have = made.get(system, [])
                if codes in ("*", None) or have is None:
                    made[system] = None if have else []
                    continue
                have = list(self.descendants(system)) if have == "*" else have
                made[system] = [c for c in have if c not in set(codes)]
        return made

    def part(self, include, within):
        imported = None
        for url in include.get("valueSet", []):
            part = self.parts(url, within)
            if part is None:
                return None
            imported = part if imported is None else {s: self.common(s, imported[s], part[s]) for s in imported if s in part}
        if "system" not in include:
            return imported
        own = {include["system"]: self.codes_of(include)}
        return own if imported is None else {s: self.common(s, own[s], imported[s]) for s in own if s in imported}

    @staticmethod
    def joined(a, b):
        if a is None or b is None:
            return None
        if "*" in (a, b):
            return "*"
        return a + [c for c in b if c not in set(a)]

    @staticmethod
    def common(_, a, b):
        if a is None or b is None:
            return None
        if a == "*":
            return b
        return a if b == "*" else [c for c in a if c in set(b)]

    def text(self):
        """Lines; see docs/validation.md."""
        lines = ["phr-terminology 1"]
        complete = {url: s for url, s in self.sets.systems.items() if s["content"] == "complete" and s.get("concept")}
        for url, system in sorted(complete.items()):
            codes = sorted({code for code, _ in walk(system["concept"])})
            lines.append(("S" if system.get("caseSensitive", True) else "s") + "\t" + url)
            lines.append("\t".join(codes))
        for url in sorted(self.sets.sets):
            parts = self.parts(url)
            if parts is None:
                continue
            lines.append("V\t" + url)
            for system, codes in parts.items():
                if codes is None:
                    lines.append("?\t" + system)
                elif codes == "*":
                    lines.append("*\t" + system)
                else:
                    lines.append("+\t" + system + "\t" + "\t".join(sorted(set(codes))))
        return "\n".join(lines) + "\n"


def write(sets, path, notice):
    """As raw string literals of at most 12 KiB, which every compiler takes."""
    text = Terminology(sets).text()
    pieces, piece = [], ""
    for line in text.splitlines(keepends=True):
        while len(piece.encode()) + len(line.encode()) > 12288:
            room = max(0, 12288 - len(piece.encode()) - 4)
            pieces.append(piece + line[:room])
            piece, line = "", line[room:]
        piece += line
    pieces.append(piece)
    body = ",\n".join(f'R"phr({each})phr"' for each in pieces if each)
    path.write_text(notice + body + "\n", encoding="utf-8")
