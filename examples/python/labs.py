"""Imports bundle.json into labs.phr, finds the newest HbA1c values, and draws them: labs.svg. A second run changes nothing."""

import phr

with phr.open("labs.phr", passphrase="correct horse", create=True) as store:
    me = store.session()  # the owner
    report = me.import_file("bundle.json")
    print(report.created, "created,", report.unchanged, "unchanged")

    for hit in me.search("Observation?code=http://loinc.org|4548-4&_sort=-date&_count=3"):
        seen = hit.to_dict()  # numbers are decimal.Decimal, with the digits that were written
        print(seen["effectiveDateTime"][:10], seen["valueQuantity"]["value"], seen["valueQuantity"]["unit"])

    # The same asked without writing a query by hand: names that R4 does not have are errors before anything is searched.
    print(len(me.search(phr.query("Observation").where(code="http://loinc.org|4548-4"))), "in all")

    trend = me.lab_trend("http://loinc.org|4548-4")  # refused, where two units occur
    print(trend)
    trend.plot(title="HbA1c").save("labs.svg")
