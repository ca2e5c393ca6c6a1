"""The phr program of the build under test, run as a user runs it."""

import fcntl
import json
import os
import pathlib
import pty
import re
import select
import shutil
import struct
import subprocess
import termios

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(os.environ.get("PHR_BUILD", ROOT / "build" / "release"))
PROGRAM = BUILD / "bin" / "phr"
PASSPHRASE = "correct horse battery staple"
A1C = "http://loinc.org|4548-4"


def rows(text):
    """The cells of a table: two blanks or more stand between them."""
    return [re.split(r" {2,}", line.strip()) for line in text.splitlines()]


def refuse_constant(name):
    raise ValueError(f"{name} is no JSON")


class Terminal:
    """A program on a terminal of its own, and who sits in front of it."""

    def __init__(self, command, folder, environment, size):
        self.near, self.far = pty.openpty()  # `far` stays open: what a program leaves behind can then be looked at
        fcntl.ioctl(self.far, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        self.seen = ""
        self.program = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=self.far, stdout=self.far, stderr=self.far,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.program.poll() is None:
            self.program.kill()
            self.program.wait()
        os.close(self.near)
        os.close(self.far)

    def echoes(self):
        return bool(termios.tcgetattr(self.far)[3] & termios.ECHO)

    def read(self, seconds):
        if select.select([self.near], [], [], seconds)[0]:
            self.seen += os.read(self.near, 65536).decode(errors="replace")
            return True
        return False

    def until(self, text):
        """Waits for the text; all that was seen before it and with it is then forgotten, and returned."""
        while text not in self.seen:
            assert self.read(60), f"{text!r} did not come: {self.seen!r}"
        before, _, self.seen = self.seen.partition(text)
        return before + text

    def type(self, text):
        os.write(self.near, text.encode())

    def end(self):
        """Waits for the program's end. Its exit code, and what was seen and not asked for by until()."""
        while self.program.poll() is None:
            self.read(0.02)
        while self.read(0):
            pass
        return self.program.returncode, self.seen.replace("\r\n", "\n")


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

    def json(self, *arguments):
        """The one JSON value that is written, without NaN and its kin, which are no JSON."""
        return json.loads(self.ok(*arguments), parse_constant=refuse_constant)

    def refused(self, code, *arguments, **named):
        """What is said on standard error where the program ends with this code and writes nothing else."""
        ended = self.run(*arguments, **named)
        assert (ended.returncode, ended.stdout) == (code, ""), ended.stderr
        return ended.stderr

    def terminal(self, *arguments, passphrase=None, size=(24, 80)):
        return Terminal([PROGRAM, *map(str, arguments)], self.folder, self.environment(passphrase), size)

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


NOW = "2026-01-01T00:00:00Z"  # within the consents of the family


@pytest.fixture(scope="session")
def family_store(tmp_path_factory):
    """The store of a made-up family: six people, two years; the consents that came with them are adopted."""
    made = Program(tmp_path_factory.mktemp("family"))
    (made.folder / "files").mkdir()
    made.ok("synth", "--people", "6", "--years", "2", "-o", "files")
    made.ok("init", "family.phr")
    made.ok("import", "family.phr", "--now", NOW, *sorted((made.folder / "files").iterdir()))
    made.ok("consent", "adopt", "family.phr", "--all", "--now", NOW)
    return made.folder


@pytest.fixture
def family(phr, family_store):
    """A copy of the family's store as me.phr, and the ids of its patients in order."""
    shutil.copy(family_store / "family.phr", phr.folder / "me.phr")
    phr.people = [next(entry["resource"]["id"] for entry in json.loads(file.read_text())["entry"]
                       if entry["resource"]["resourceType"] == "Patient")
                  for file in sorted((family_store / "files").iterdir())]
    phr.files = sorted((family_store / "files").iterdir())
    return phr


def suites():
    """The folder of the conformance suites, or None."""
    named = os.environ.get("PHR_SUITES")
    return pathlib.Path(named) if named else None
