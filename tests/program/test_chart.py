"""chart: the trend as text and as JSON, and a picture that every reader of SVG can read."""

import json
import xml.etree.ElementTree

import pytest

from conftest import A1C

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def mother(family):
    family.mother = ("--patient", family.people[0])
    return family


def points_by_search(phr, code):
    found = phr.lines(
        "search", "me.phr", f"Observation?code={code}&subject=Patient/{phr.people[0]}&_sort=date", "--ndjson"
    )
    return [(each["valueQuantity"]["value"], f"Observation/{each['id']}") for each in found]


@pytest.mark.parametrize("code", [A1C, "4548-4"], ids=["with its system", "of any system"])
def test_json_has_the_points_that_search_finds(mother, code):
    chart = mother.json("chart", "me.phr", code, *mother.mother, "--json")
    assert [(each["value"], each["resource"]) for each in chart["points"]] == points_by_search(mother, code)
    values = [each["value"] for each in chart["points"]]
    assert (chart["system"], chart["code"], chart["unit"]) == ("http://loinc.org", "4548-4", "%")
    assert (chart["count"], chart["leftOut"], chart["min"], chart["max"]) == (len(values), 0, min(values), max(values))
    assert chart["mean"] == pytest.approx(sum(values) / len(values))
    assert (chart["referenceLow"], chart["referenceHigh"]) == (4, 5.6)
    assert chart["above"] == sum(each > 5.6 for each in values) and chart["below"] == 0


def test_text_tells_the_trend(mother):
    text = mother.ok("chart", "me.phr", A1C, *mother.mother)
    count = len(points_by_search(mother, A1C))
    assert text.startswith(f"Hemoglobin A1c/Hemoglobin.total in Blood: {count} values")
    assert "reference 4 to 5.6: " in text and "latest 6.3 %" in text


def test_dates_limit_the_points(mother):
    everything = mother.json("chart", "me.phr", A1C, *mother.mother, "--json")["points"]
    part = mother.json("chart", "me.phr", A1C, *mother.mother, "--from", "2024-06-01", "--to", "2025-06-01", "--json")[
        "points"
    ]
    assert part == [each for each in everything if "2024-06-01" <= each["when"] < "2025-06-01"] and 0 < len(part) < len(
        everything
    )


def test_a_component_has_a_chart(mother):
    systolic = mother.json("chart", "me.phr", "8480-6", *mother.mother, "--json")
    assert systolic["unit"] == "mmHg" and systolic["count"] >= 8 and systolic["title"] == "Systolic blood pressure"


def test_no_values_are_no_picture(mother):
    assert "no_values" in mother.refused(5, "chart", "me.phr", "0000-0", *mother.mother, "-o", "none.svg")
    assert not (mother.folder / "none.svg").exists()


def picture(phr, *arguments):
    said = phr.ok("chart", "me.phr", A1C, *phr.mother, "-o", "a1c.svg", *arguments)
    assert said.endswith("picture: a1c.svg\n")
    return xml.etree.ElementTree.parse(phr.folder / "a1c.svg").getroot()


def test_the_picture_is_svg_with_a_title_and_a_mark_for_each_value(mother):
    root = picture(mother)
    assert root.tag == f"{SVG}svg" and root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Hemoglobin A1c/Hemoglobin.total in Blood"
    count = len(points_by_search(mother, A1C))
    assert root.find(f"{SVG}desc").text.startswith(f"{count} values from ")
    text = (mother.folder / "a1c.svg").read_text()
    assert (
        "nan" not in text.lower().replace("sans", "")
        and "inf" not in text.lower()
        and "<script" not in text
        and "href" not in text
    )


@pytest.mark.parametrize("width, height", [(300, 200), (720, 320), (2000, 1000)])
def test_the_picture_has_the_size_asked_for(mother, width, height):
    root = picture(mother, "--width", width, "--height", height)
    assert root.get("viewBox") == f"0 0 {width} {height}"


def test_the_picture_can_be_dark(mother):
    light = picture(mother).find(f"{SVG}rect").get("fill")
    dark = picture(mother, "--dark").find(f"{SVG}rect").get("fill")
    assert light == "#ffffff" and int(dark[1:3], 16) < 0x40


@pytest.mark.parametrize(
    "option",
    [("--width", "-5"), ("--width", "wide"), ("--height", "0x"), ("--height", "")],
    ids=lambda each: "=".join(each),
)
def test_a_size_that_is_none_is_refused_or_bounded(mother, option):
    ended = mother.run("chart", "me.phr", A1C, *mother.mother, "-o", "a.svg", *option)
    assert ended.returncode in (0, 2)
    if ended.returncode == 0:
        assert xml.etree.ElementTree.parse(mother.folder / "a.svg").getroot().get("viewBox").startswith("0 0 ")


def observation(name, day, value, **more):
    return {
        "resourceType": "Observation",
        "id": name,
        "status": "final",
        "code": {"coding": [{"system": "s", "code": "c"}], "text": 'a < b & "c" ]]>'},
        "subject": {"reference": "Patient/p"},
        "effectiveDateTime": day,
        "valueQuantity": {"value": value, "unit": "<u>&"},
        **more,
    }


# The values that make statistics degenerate.
SERIES = {
    "one value": [1],
    "two equal values": [5, 5],
    "all equal": [7] * 6,
    "zeros": [0, 0, 0],
    "huge": [1e300, 1.7e308, -1.7e308],
    "tiny": [5e-324, 1e-320, 0],
    "negative": [-1, -2, -3, -5],
    "a far one": [1, 1, 1, 1e12],
}


@pytest.mark.parametrize("values", SERIES.values(), ids=SERIES)
def test_degenerate_series_make_json_and_svg_all_the_same(store, values):
    store.write("p.json", {"resourceType": "Patient", "id": "p"})
    lines = [
        json.dumps(observation(f"o{number}", f"2024-01-{number + 1:02}", value)) for number, value in enumerate(values)
    ]
    store.write("o.ndjson", "\n".join(lines) + "\n")
    store.ok("import", "me.phr", "p.json", *(["o.ndjson"] if len(lines) > 1 else [store.write("o.json", lines[0])]))
    chart = store.json("chart", "me.phr", "c", "--json", "-o", "c.svg")
    assert [each["value"] for each in chart["points"]] == values
    root = xml.etree.ElementTree.parse(store.folder / "c.svg").getroot()
    assert root.find(f"{SVG}title").text == 'a < b & "c" ]]>'
    for element in root.iter():
        for name, value in element.attrib.items():
            assert "nan" not in value.lower().replace("sans", "") and "inf" not in value.lower(), (name, value)
    assert "nan" not in store.ok("chart", "me.phr", "c").lower()


def test_values_on_one_day_make_json_and_svg_all_the_same(store):
    lines = [json.dumps(observation(f"o{number}", "2024-01-01", number)) for number in range(4)]
    store.write("o.ndjson", '{"resourceType":"Patient","id":"p"}\n' + "\n".join(lines) + "\n")
    store.ok("import", "me.phr", "o.ndjson")
    chart = store.json("chart", "me.phr", "c", "--json", "-o", "c.svg")
    assert chart["count"] == 4
    xml.etree.ElementTree.parse(store.folder / "c.svg")
