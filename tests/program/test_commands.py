"""Help, the version, init and info."""

import re
import stat

import pytest

from conftest import ROOT, rows

COMMANDS = [
    ("init",),
    ("import",),
    ("search",),
    ("everything",),
    ("lastn",),
    ("read",),
    ("put",),
    ("patch",),
    ("delete",),
    ("bundle",),
    ("history",),
    ("changes",),
    ("purge",),
    ("erase",),
    ("source",),
    ("source", "list"),
    ("source", "rename"),
    ("source", "forget"),
    ("source", "export"),
    ("parameter",),
    ("parameter", "add"),
    ("parameter", "list"),
    ("parameter", "remove"),
    ("timeline",),
    ("latest",),
    ("chart",),
    ("consent",),
    ("consent", "explain"),
    ("audit",),
    ("audit", "list"),
    ("audit", "verify"),
    ("synth",),
    ("convert",),
    ("fhirpath",),
    ("ucum",),
    ("validate",),
    ("view",),
    ("info",),
    ("capabilities",),
    ("reindex",),
]


# help and version


def test_the_version_is_that_of_the_project(phr):
    version = re.search(r"project\(phr VERSION ([\d.]+)", (ROOT / "CMakeLists.txt").read_text()).group(1)
    assert phr.ok("--version") == f"phr {version}\n"


@pytest.mark.parametrize("command", [(), *COMMANDS], ids=lambda each: " ".join(each) or "phr")
def test_help_names_the_rule_of_the_passphrase_and_the_exit_codes(phr, command):
    text = phr.ok(*command, "--help", passphrase=None)
    assert "never given as an argument" in text and "PHR_PASSPHRASE" in text and "Exit codes: 0 done" in text
    assert not re.search(r"--passphrase(?!-file)", text)


def test_help_lists_the_commands_of_the_documentation(phr):
    documented = set(re.findall(r"^\| `(\w+)", (ROOT / "docs" / "program.md").read_text(), re.MULTILINE))
    listed = set(re.findall(r"^  (\w+) {2,}\w", phr.ok("--help").split("Subcommands:")[1], re.MULTILINE))
    assert documented == listed == {each[0] for each in COMMANDS}


# init and info


def test_init_makes_an_empty_store_that_only_its_owner_reads(phr):
    assert phr.ok("init", "me.phr") == "me.phr is ready: encrypted, empty.\n"
    assert stat.S_IMODE((phr.folder / "me.phr").stat().st_mode) == 0o600
    assert phr.json("init", "other.phr", "--json") == {"store": "other.phr"}
    about = phr.json("info", "other.phr", "--json")
    assert about["counts"] == {} and about["pageBytes"] == 8192 and about["formatVersion"] == 1
    assert about["slots"] == ["passphrase"] + ["empty"] * 7


@pytest.mark.parametrize("size", [4096, 8192, 16384])
def test_init_takes_a_page_size(phr, size):
    phr.ok("init", "me.phr", "--page-bytes", size)
    assert phr.json("info", "me.phr", "--json")["pageBytes"] == size


def test_init_leaves_what_is_there(family):
    before = (family.folder / "me.phr").read_bytes()
    family.refused(5, "init", "me.phr")
    assert (family.folder / "me.phr").read_bytes() == before


def test_info_counts_as_json_does(family):
    about = family.json("info", "me.phr", "--json")
    text = family.ok("info", "me.phr")
    cells = {cell[0]: cell[1] for cell in rows(text.split("opens by passphrase\n")[1])[1:]}
    assert cells == {
        **{kind: str(count) for kind, count in about["counts"].items()},
        "total": str(sum(about["counts"].values())),
    }
    assert about["fileBytes"] == (family.folder / "me.phr").stat().st_size
