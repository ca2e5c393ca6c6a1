"""The phr program of the build under test, run as a user runs it."""

import json
import os
import pathlib
import subprocess

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "phr"
PASSPHRASE = "correct horse battery staple"


class Program:
    """Runs phr in a folder of its own; the passphrase goes through the environment."""

    def __init__(self, folder):
        self.folder = folder

    def environment(self, passphrase=PASSPHRASE):
        environment = {name: value for name, value in os.environ.items() if name != "PHR_PASSPHRASE"}
        if passphrase is not None:
            environment["PHR_PASSPHRASE"] = passphrase
        return environment

    def run(self, *arguments, passphrase=PASSPHRASE, stdin=""):
        return subprocess.run([PROGRAM, *map(str, arguments)], cwd=self.folder, env=self.environment(passphrase), input=stdin,
                              capture_output=True, text=True, start_new_session=True, check=False)

    def ok(self, *arguments, **named):
        ended = self.run(*arguments, **named)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def lines(self, *arguments):
        return [json.loads(line) for line in self.ok(*arguments).splitlines()]

    def start(self, *arguments):
        return subprocess.Popen([PROGRAM, *map(str, arguments)], cwd=self.folder, env=self.environment(),
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def write(self, name, content):
        path = self.folder / name
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    def counts(self, store="me.phr"):
        return json.loads(self.ok("info", store, "--json"))["counts"]


@pytest.fixture
def phr(tmp_path):
    assert PROGRAM.exists(), f"{PROGRAM} is not built"
    return Program(tmp_path)


@pytest.fixture
def store(phr):
    phr.ok("init", "me.phr")
    return phr


def suites():
    """The folder of the conformance suites, or None."""
    named = os.environ.get("PHR_SUITES")
    return pathlib.Path(named) if named else None
