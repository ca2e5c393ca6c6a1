"""Imports: reports, progress, cancelling."""

import _thread
import json
import signal
import sys
import threading
import time
import types

import pytest
from python_package import error_of, me, observation, path, patient, phr, store  # noqa: F401


def ndjson(count):
    return "\n".join(json.dumps({"resourceType": "Patient", "id": f"n{number}"}) for number in range(count)) + "\n"


def bundle(count):
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [{"resource": {"resourceType": "Patient", "id": f"b{number}"}} for number in range(count)],
    }


def test_a_report_counts_and_shows_itself(me, tmp_path):
    report = me.import_text(bundle(3))
    assert (report.created, report.updated, report.unchanged, report.deleted, report.total) == (3, 0, 0, 0, 3)
    assert report.by_type == {"Patient": 3} and report.refused == [] and report.bytes > 0
    assert "3 created" in str(report) and repr(report).startswith("<phr.ImportReport, 3 created")
    assert "<td>Patient</td><td>3</td>" in report._repr_html_()
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(bundle(3)), encoding="utf-8")
    again = me.import_file(file)
    assert (again.created, again.unchanged) == (0, 3)
    assert me.import_file(str(file).encode()).unchanged == 3


def test_refused_lines_are_told_by_number_and_cause(me, tmp_path):
    file = tmp_path / "some.ndjson"
    file.write_text(
        ndjson(2) + '{"resourceType":"Geheim"}\n{"resourceType":"Patient","id":"x"\n' + ndjson(3), encoding="utf-8"
    )
    report = me.import_file(file)
    assert report.total == 5
    assert [(each.line, each.why.code) for each in report.refused] == [
        (3, "unknown_resource_type"),
        (4, "malformed_json"),
    ]
    assert isinstance(report.refused[0].why, phr.Error)
    assert repr(report.refused[0]) == "<phr.Refusal of line 3: unknown_resource_type>"
    assert "line 4" in report._repr_html_() and "Geheim" not in report._repr_html_() + str(report) + str(report.refused)
    assert [row["line"] for row in report.refused.to_dicts()] == [3, 4]


def test_a_missing_file_and_a_bad_bundle_are_errors_and_nothing_lands(me, tmp_path):
    assert error_of(me.import_file, tmp_path / "none.json").code == "no_such_file"
    bad = bundle(2)
    bad["entry"].append({"resource": {"resourceType": "Geheim"}})
    raised = error_of(me.import_text, bad)
    assert (raised.code, raised.ordinal) == ("unknown_resource_type", 2)
    assert len(me.search("Patient")) == 0


def test_a_function_is_told_how_far_it_is(me):
    steps = []
    me.import_text(bundle(4), lambda *step: steps.append(step))
    assert steps[0] == (0, None, "resources") and steps[-1] == (4, 4, "resources")


@pytest.mark.parametrize("quiet", [None, False])
def test_no_progress_is_asked_for_by_none_or_false(me, quiet):
    assert me.import_text(bundle(2), progress=quiet).total == 2
    with pytest.raises(TypeError):
        me.import_text(bundle(2), progress=5)


def test_returning_false_cancels_and_nothing_lands(me):
    assert error_of(me.import_text, bundle(4), lambda done, total, unit: False).code == "cancelled"
    assert len(me.search("Patient")) == 0
    assert me.import_text(bundle(4), lambda done, total, unit: None).total == 4


def test_what_the_function_raises_comes_out_and_nothing_lands(me):
    def broken(done, total, unit):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        me.import_text(bundle(4), broken)
    assert len(me.search("Patient")) == 0


def test_calls_of_phr_from_the_function_are_refused_not_deadlocked(store, me):
    codes = []

    def nosy(done, total, unit):
        for call in (
            lambda: me.search("Patient"),
            lambda: store.session().create(patient()),
            store.close,
            me.close,
            lambda: store.info,
        ):
            codes.append(error_of(call).code)

    assert me.import_text(bundle(1), nosy).total == 1
    assert set(codes) == {"invalid_argument"} and len(codes) >= 5
    assert len(me.search("Patient")) == 1


def test_ctrl_c_cancels_an_import_and_nothing_lands(me):
    many = json.dumps(bundle(200_000))
    began = time.monotonic()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    threading.Timer(0.1, _thread.interrupt_main).start()
    with pytest.raises(KeyboardInterrupt):
        me.import_text(many)
        time.sleep(30)
    assert time.monotonic() - began < 20
    assert len(me.search("Patient?_count=1")) == 0
    assert me.import_text(bundle(2)).total == 2


def test_true_shows_a_bar_where_tqdm_is_installed(me, monkeypatch):
    made = []

    class Bar:
        n = 0

        def __init__(self, total, unit, unit_scale, delay):
            made.append(self)
            self.total, self.unit, self.closed = total, unit, False

        def update(self, more):
            self.n += more

        def close(self):
            self.closed = True

    fake = types.ModuleType("tqdm.auto")
    fake.tqdm = Bar
    monkeypatch.setitem(sys.modules, "tqdm", types.ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", fake)
    me.import_text(bundle(4), progress=True)
    assert [(bar.n, bar.total, bar.unit, bar.closed) for bar in made] == [(4, 4, " resources", True)]
    error_of(me.import_text, {"resourceType": "Geheim"}, progress=True)


def test_true_shows_nothing_without_tqdm(me, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert me.import_text(bundle(4), progress=True).total == 4
    assert capsys.readouterr() == ("", "")


def test_an_ndjson_import_counts_bytes(me, tmp_path):
    file = tmp_path / "some.ndjson"
    file.write_text(ndjson(5), encoding="utf-8")
    steps = []
    me.import_file(file, lambda *step: steps.append(step))
    assert steps[-1] == (file.stat().st_size, file.stat().st_size, "bytes")


def test_lines_are_taken_from_a_buffer(me):
    report = me.import_lines(ndjson(2) + '{"resourceType":"Geheim"}')
    assert report.created == 2 and [(each.line, each.why.code) for each in report.refused] == [(3, "unknown_resource_type")]
    assert me.import_lines(ndjson(1).encode()).unchanged == 1
    assert error_of(me.import_lines, " ").code == "empty_input"
