"""The passphrase: from a file, standard input, the environment or the keyboard; never from the command line."""

import signal

import pytest

from conftest import PASSPHRASE

OTHER = "pale horse cell staple"


def test_the_environment_opens(family):
    assert "opens by passphrase" in family.ok("info", "me.phr")
    assert "wrong_key" in family.refused(3, "info", "me.phr", passphrase=OTHER)


@pytest.mark.parametrize(
    "content",
    [f"{PASSPHRASE}\n", PASSPHRASE, f"{PASSPHRASE}\r\n", f"{PASSPHRASE}\nanother line\n"],
    ids=["a line", "no line end", "a line of Windows", "two lines"],
)
def test_the_first_line_of_a_file_opens(family, content):
    family.write("secret.txt", content.encode())
    assert "opens by passphrase" in family.ok("info", "me.phr", "--passphrase-file", "secret.txt", passphrase=None)


def test_a_file_comes_before_the_environment(family):
    family.write("secret.txt", OTHER)
    assert "wrong_key" in family.refused(3, "info", "me.phr", "--passphrase-file", "secret.txt")


def test_standard_input_opens(family):
    assert "opens by passphrase" in family.ok(
        "info", "me.phr", "--passphrase-file", "-", passphrase=None, stdin=PASSPHRASE + "\n"
    )
    assert "wrong_key" in family.refused(
        3, "info", "me.phr", "--passphrase-file", "-", passphrase=None, stdin=PASSPHRASE + " \n"
    )


@pytest.mark.parametrize(
    "content, code, message",
    [("", 5, "empty_input"), ("\n", 5, "empty_input"), ("a" * 4097, 5, "too_large")],
    ids=["an empty file", "an empty line", "a line beyond 4096 bytes"],
)
def test_a_file_without_a_passphrase_is_refused(family, content, code, message):
    family.write("secret.txt", content)
    assert message in family.refused(code, "info", "me.phr", "--passphrase-file", "secret.txt", passphrase=None)


def test_a_missing_file_is_named_by_its_option(family):
    assert "no_such_file at --passphrase-file" in family.refused(
        4, "info", "me.phr", "--passphrase-file", "no", passphrase=None
    )
    assert "no_such_file at --recovery-file" in family.refused(
        4, "info", "me.phr", "--recovery-file", "no", passphrase=None
    )


def test_nobody_to_ask_is_an_error_of_usage(family):
    assert "no passphrase" in family.refused(2, "info", "me.phr", passphrase=None)
    assert "no passphrase" in family.refused(2, "info", "me.phr", passphrase="")


@pytest.mark.parametrize(
    "arguments",
    [("--passphrase", PASSPHRASE), (f"--passphrase={PASSPHRASE}",), (PASSPHRASE,), ("-p", PASSPHRASE)],
    ids=["an option", "an option with =", "a word", "a short option"],
)
@pytest.mark.parametrize(
    "command", [("info", "me.phr"), ("init", "new.phr"), ("search", "me.phr", "Patient")], ids=lambda each: each[0]
)
def test_an_argument_is_refused_and_not_repeated(family, command, arguments):
    message = family.refused(2, *command, *arguments, passphrase=None)
    assert PASSPHRASE not in message and "horse" not in message
    assert not (family.folder / "new.phr").exists()


def test_a_terminal_is_asked_and_shows_nothing_of_it(family):
    with family.terminal("info", "me.phr", "--json") as terminal:
        terminal.until("Passphrase: ")
        assert not terminal.echoes()
        terminal.type(PASSPHRASE + "\n")
        code, shown = terminal.end()
        assert code == 0, shown
        assert "fileBytes" in shown and "horse" not in shown
        assert terminal.echoes()


def test_a_wrong_entry_at_the_terminal_is_a_wrong_key(family):
    with family.terminal("info", "me.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.type(OTHER + "\n")
        code, shown = terminal.end()
        assert code == 3 and "wrong_key" in shown and "horse" not in shown
        assert terminal.echoes()


def test_standard_input_that_is_no_terminal_is_not_read_by_itself(family):
    """The question goes to the terminal, so that a pipe can carry data."""
    assert family.run("info", "me.phr", passphrase=None, stdin=PASSPHRASE + "\n").returncode == 2


def test_a_new_store_asks_twice(phr):
    with phr.terminal("init", "new.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.type(PASSPHRASE + "\n")
        terminal.until("Again: ")
        assert not terminal.echoes()
        terminal.type(PASSPHRASE + "\n")
        code, shown = terminal.end()
        assert code == 0 and "new.phr is ready" in shown and "horse" not in shown
        assert terminal.echoes()
    phr.ok("info", "new.phr")


@pytest.mark.parametrize(
    "second", [PASSPHRASE + " ", PASSPHRASE.upper(), ""], ids=["a blank more", "upper case", "nothing"]
)
def test_entries_that_differ_make_no_store(phr, second):
    with phr.terminal("init", "new.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.type(PASSPHRASE + "\n")
        terminal.until("Again: ")
        terminal.type(second + "\n")
        code, shown = terminal.end()
        assert code in (2, 5) and "horse" not in shown.lower()
        assert ("the two passphrases differ" in shown) == (code == 2)
    assert not (phr.folder / "new.phr").exists()


@pytest.mark.parametrize("typed", ["\x03", "half\x03", "\x1c"], ids=["at once", "in the middle", "quit"])
def test_ctrl_c_at_the_question_gives_the_echo_back(family, typed):
    before = (family.folder / "me.phr").read_bytes()
    with family.terminal("info", "me.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.type(typed)
        code, shown = terminal.end()
        assert code == 8 and "cancelled at the passphrase" in shown
        assert terminal.echoes()
    assert (family.folder / "me.phr").read_bytes() == before


def test_ctrl_c_at_the_second_question_makes_no_store(phr):
    with phr.terminal("init", "new.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.type(PASSPHRASE + "\n")
        terminal.until("Again: ")
        terminal.type("\x03")
        assert terminal.end()[0] == 8
        assert terminal.echoes()
    assert not (phr.folder / "new.phr").exists()


def test_a_closing_terminal_ends_the_question(family):
    with family.terminal("info", "me.phr") as terminal:
        terminal.until("Passphrase: ")
        terminal.program.send_signal(signal.SIGHUP)
        assert terminal.end()[0] == 8
        assert terminal.echoes()


def test_the_recovery_code_is_printed_once_and_opens(phr):
    shown = phr.ok("init", "new.phr", "--recovery-code")
    code = shown.splitlines()[1].strip()
    assert shown.count(code) == 1
    phr.write("code.txt", code.lower().replace("-", " ") + "\n")
    about = phr.json("info", "new.phr", "--json", "--recovery-file", "code.txt")
    assert about["slots"][:2] == ["passphrase", "recovery code"]
    phr.write("code.txt", code[:-1] + ("A" if code[-1] != "A" else "B"))
    assert "no recovery code" in phr.refused(3, "info", "new.phr", "--recovery-file", "code.txt", passphrase=None)
    assert code not in phr.ok("info", "new.phr")


def test_the_recovery_code_in_json_opens(phr):
    made = phr.json("init", "new.phr", "--recovery-code", "--json")
    assert made["store"] == "new.phr"
    phr.write("code.txt", made["recoveryCode"])
    phr.ok("search", "new.phr", "Patient", "--recovery-file", "code.txt", passphrase=None)


def test_the_code_of_another_store_is_a_wrong_key(family):
    family.write("code.txt", family.json("init", "new.phr", "--recovery-code", "--json")["recoveryCode"])
    assert "wrong_key" in family.refused(3, "info", "me.phr", "--recovery-file", "code.txt", passphrase=None)


def test_a_new_store_needs_a_passphrase_not_a_recovery_code(phr):
    phr.write("code.txt", phr.json("init", "one.phr", "--recovery-code", "--json")["recoveryCode"])
    phr.refused(2, "init", "two.phr", "--recovery-file", "code.txt")
    assert not (phr.folder / "two.phr").exists()
