"""Power is lost at random moments of an import: the store opens every time and holds whole commits, and nothing else.

Each Bundle of the run lands in one transaction, so after a kill the record must hold the first k Bundles and not a part
of another. PHR_KILLS sets the number of kills."""

import json
import os
import random
import signal
import time

BUNDLES = 60
PER_BUNDLE = 200


def bundle(number):
    patient = {"resourceType": "Patient", "id": f"p{number}", "name": [{"family": f"Family {number}"}]}
    resources = [patient] + [
        {"resourceType": "Observation", "id": f"o{number}-{index}", "status": "final", "code": {"text": f"test {index}"},
         "subject": {"reference": f"Patient/p{number}"}, "effectiveDateTime": f"2020-01-{index % 28 + 1:02}",
         "note": [{"text": f"{random.Random(number * 1000 + index).getrandbits(600):x}"}]}
        for index in range(PER_BUNDLE - 1)]
    return {"resourceType": "Bundle", "type": "transaction",
            "entry": [{"resource": each, "request": {"method": "PUT", "url": f"{each['resourceType']}/{each['id']}"}} for each in resources]}


def test_after_a_kill_the_store_holds_exactly_what_was_committed(phr):
    kills = int(os.environ.get("PHR_KILLS", "20"))
    files = [phr.write(f"b{number}.json", bundle(number)).name for number in range(BUNDLES)]
    draw = random.Random(1)

    phr.ok("init", "whole.phr")
    started = time.monotonic()
    phr.ok("import", "whole.phr", *files)
    whole = time.monotonic() - started

    partial = 0
    kill = 0
    # A busy machine shifts the moments, so more kills are made until enough of them were in the middle.
    while kill < kills or (partial < kills // 4 and kill < 4 * kills):
        kill += 1
        name = f"k{kill}.phr"
        phr.ok("init", name)
        running = phr.start("import", name, *files)
        time.sleep(draw.uniform(0, whole))
        running.send_signal(signal.SIGKILL)
        running.wait()
        counts = phr.counts(name)
        patients = {line.split("/")[1] for line in phr.ok("search", name, "Patient", "--ids").split()}
        landed = len(patients)
        partial += 0 < landed < BUNDLES
        assert patients == {f"p{number}" for number in range(landed)}
        assert counts.get("Observation", 0) == landed * (PER_BUNDLE - 1)
        verdict = json.loads(phr.ok("audit", "verify", name, "--json"))
        assert verdict["intact"]
        # What is left to do can be done.
        if kill % 10 == 0:
            phr.ok("import", name, *files)
            assert phr.counts(name) == phr.counts("whole.phr")
        (phr.folder / name).unlink()
    assert partial >= kills // 4
    print(f"{kill} kills, {partial} of them in the middle")
