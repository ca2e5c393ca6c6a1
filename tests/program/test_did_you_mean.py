"""A word that was typed wrong is named, with what is near it; what follows it never is."""

import pytest


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("inport", "me.phr"), "phr: inport is no command; did you mean import?"),
        (("serach", "me.phr", "Patient"), "phr: serach is no command; did you mean search?"),
        (("frobnicate",), "phr: frobnicate is no command\n"),
        (("import", "me.phr", "--passphras-file", "geheim"), "Not an option: --passphras-file; did you mean --passphrase-file?"),
        (("search", "me.phr", "Observation?cod=geheim"), "phr: what was typed: cod (of Observation); did you mean code?"),
        (("search", "me.phr", "Observation?cod=geheim", "--explain"), "phr: what was typed: cod (of Observation); did you mean code?"),
        (("search", "me.phr", "Patint?name=geheim"), "phr: what was typed: Patint; did you mean Patient?"),
        (("search", "me.phr", "Observation?cod=geheim&status=final", "--lenient"), "phr: what was typed: cod (of Observation); did you mean code?"),
    ],
)
def test_the_word_and_what_is_near_are_told(store, arguments, told):
    ended = store.run(*arguments)
    assert ended.returncode != 0
    assert told in ended.stderr
    assert "geheim" not in ended.stderr
