"""Trends and their pictures."""

import xml.etree.ElementTree as ElementTree
from datetime import datetime, timezone
from decimal import Decimal

import pytest
from python_package import error_of, me, observation, path, patient, phr, store  # noqa: F401


@pytest.fixture
def rising(me):
    me.update(patient())
    unit = {"unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    usual = [{"low": {"value": 4, **unit}, "high": {"value": Decimal("5.5"), **unit}}]
    for year in range(2014, 2022):
        me.update(observation(f"o{year}", f"5.{year - 2014}", f"{year}-01-01", referenceRange=usual))
    return me


def test_a_trend_tells_its_numbers(rising):
    trend = rising.lab_trend("http://loinc.org|4548-4")
    assert (trend.system, trend.code, trend.title, trend.unit, trend.unit_code) == (
        "http://loinc.org",
        "4548-4",
        "HbA1c",
        "%",
        "%",
    )
    assert (len(trend), trend.first, trend.latest, trend.min, trend.max, trend.left_out) == (8, 5.0, 5.7, 5.0, 5.7, 0)
    assert (trend.reference_low, trend.reference_high, trend.above, trend.below) == (4.0, 5.5, 2, 0)
    assert trend.mean == pytest.approx(5.35) and trend.sd == pytest.approx(0.2449, abs=1e-4)
    assert trend.direction == "rising" and trend.longest_gap_days == 366
    assert trend.slope == trend.robust.slope_per_day == pytest.approx(0.1 / 365.25, rel=0.01)
    assert (
        trend.robust.low <= trend.slope <= trend.robust.high
        and trend.robust.count == 8
        and trend.robust.intercept == pytest.approx(5, abs=0.01)
    )
    assert trend.linear.slope_per_day == pytest.approx(trend.slope, rel=0.01) and trend.linear.r_squared > 0.99
    assert (
        trend.linear.count == 8
        and trend.linear.slope_error > 0
        and trend.linear.intercept == pytest.approx(5, abs=0.01)
    )


def test_points_are_a_table(rising):
    points = rising.lab_trend("4548-4", since="2015", until="2017", patient="p1").points
    assert [(point.at.year, point.value, point.id) for point in points] == [(2015, 5.1, "o2015"), (2016, 5.2, "o2016")]
    assert (
        points[0].at == datetime(2015, 1, 1, tzinfo=timezone.utc)
        and repr(points[0]) == "<phr.Point of Observation/o2015>"
    )
    assert points.to_dicts()[0] == {"at": points[0].at, "value": 5.1, "id": "o2015"}


def test_one_value_has_no_line(rising):
    trend = rising.lab_trend("4548-4", until="2015")
    assert trend.linear is None and trend.robust is None and trend.slope is None and trend.direction == "unclear"
    assert trend.sd is None


def test_a_trend_says_itself_in_words_and_shows_a_picture(rising):
    trend = rising.lab_trend("4548-4")
    assert "rising" in str(trend) and repr(trend) == "<phr.Trend of 4548-4, 8 points>"
    assert trend._repr_html_().startswith("<svg")


def test_a_plot_is_svg_and_can_be_saved(rising, tmp_path):
    chart = rising.lab_trend("4548-4").plot(
        width=500, height=300, title="<Zucker> & Co", dark=True, trend=False, gap_factor=0, utc_offset_minutes=60
    )
    root = ElementTree.fromstring(chart._repr_svg_())
    assert root.tag.endswith("svg") and "500" in root.get("viewBox")
    assert "<Zucker> & Co" in "".join(root.itertext()) and "<Zucker>" not in chart.svg
    chart.save(tmp_path / "a1c.svg")
    assert (tmp_path / "a1c.svg").read_text(encoding="utf-8") == chart.svg
    assert repr(chart).startswith("<phr.Chart, ")


def test_no_values_and_two_units_are_errors(rising):
    assert error_of(rising.lab_trend, "1-1").code == "no_values"
    assert error_of(rising.lab_trend, "").code == "invalid_argument"
    rising.update(observation("x", "39", "2022-01-01", unit="mmol/mol"))
    assert error_of(rising.lab_trend, "4548-4").code == "unit_mismatch"
