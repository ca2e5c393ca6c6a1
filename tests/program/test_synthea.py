"""Whole Synthea records go in through the program and come out equal, number texts and all."""

import collections
import json

import pytest

from conftest import suites


class Number(str):
    """The text of a JSON number: equal only to the same text."""


def load(text):
    return json.loads(text, parse_float=Number, parse_int=Number)


def rewritten(value, names):
    """The value with references to entries of its Bundle as the transaction rules write them."""
    if isinstance(value, dict):
        return {key: names.get(item, item) if key == "reference" and isinstance(item, str) else rewritten(item, names)
                for key, item in value.items()}
    if isinstance(value, list):
        return [rewritten(item, names) for item in value]
    return value


def without_version(resource):
    """The resource without what the store fills in."""
    resource = dict(resource)
    meta = {key: value for key, value in resource.pop("meta", {}).items() if key not in ("versionId", "lastUpdated")}
    if meta:
        resource["meta"] = meta
    return resource


def expected_of(files):
    """Each resource as its last Bundle has it, and how many versions that makes: an equal text makes none."""
    resources, versions = {}, collections.Counter()
    for file in files:
        bundle = load(file.read_text(encoding="utf-8"))
        names = {entry["fullUrl"]: f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in bundle["entry"]}
        for entry in bundle["entry"]:
            name, resource = names[entry["fullUrl"]], without_version(rewritten(entry["resource"], names))
            if resources.get(name) != resource:
                versions[name] += 1
            resources[name] = resource
    return resources, versions


@pytest.mark.parametrize("suite, bundles", [("synthea-10", 12), ("synthea-100", 100)])
def test_every_resource_comes_out_as_it_went_in(store, suite, bundles):
    if suites() is None:
        pytest.skip("PHR_SUITES is not set")
    files = sorted((suites() / suite).glob("**/*.json"))
    assert len(files) == bundles
    store.ok("import", "me.phr", *files)
    expected, versions = expected_of(files)
    counts = collections.Counter(name.split("/")[0] for name in expected)
    assert store.counts() == dict(counts)
    seen = 0
    for kind in counts:
        for line in store.ok("search", "me.phr", kind, "--ndjson").splitlines():
            resource = load(line)
            name = f"{kind}/{resource['id']}"
            assert resource["meta"]["versionId"] == str(versions[name])
            assert without_version(resource) == expected[name], name
            seen += 1
    assert seen == len(expected)
    assert store.ok("audit", "verify", "me.phr").startswith("intact")
    print(f"{suite}: {len(files)} Bundles, {seen} resources equal")
