"""The codes of value sets, from the code systems of the definitions."""


class ValueSets:
    """Value sets and code systems by URL."""

    def __init__(self, resources):
        self.sets = {r["url"]: r for r in resources if r["resourceType"] == "ValueSet"}
        self.systems = {r["url"]: r for r in resources if r["resourceType"] == "CodeSystem"}

    def codes(self, url):
        """[(code, display)] in the order of the definition, or None where the definitions do not hold all codes."""
        value_set = self.sets.get(url.split("|")[0])
        if value_set is None:
            return None
        found = {}
        for include in value_set["compose"]["include"]:
            part = self.included(include)
            if part is None:
                return None
            for code, display in part:
                found.setdefault(code, display)
        return list(found.items())

    def included(self, include):
        if "filter" in include or "valueSet" in include:
            return None
        if "concept" in include:
            system = dict(self.concepts(include["system"]) or [])
            return [(c["code"], c.get("display") or system.get(c["code"])) for c in include["concept"]]
        return self.concepts(include["system"])

    def concepts(self, url):
        system = self.systems.get(url)
        if system is None or system["content"] != "complete":
            return None
        return list(walk(system.get("concept", [])))


def walk(concepts):
    for concept in concepts:
        yield concept["code"], concept.get("display")
        yield from walk(concept.get("concept", []))
