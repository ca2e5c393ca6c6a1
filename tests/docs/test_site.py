"""`make site` builds the pages and the reference as a site: no warning, no dead link, nothing loaded from elsewhere, every public name in its place."""

import ast
import pathlib
import re
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
SITE = ROOT / "build" / "site"
sys.path.insert(0, str(ROOT / "docs" / "site"))

import headers  # noqa: E402
import links  # noqa: E402
import stage  # noqa: E402


@pytest.fixture(scope="module")
def site():
    built = subprocess.run([ROOT / "docs" / "site" / "build.sh"], capture_output=True, text=True, check=False)
    if built.returncode == 3:
        pytest.skip("pip knows of no packages here, and the site needs mkdocs")
    assert built.returncode == 0, built.stdout + built.stderr
    assert re.search(r"^\d{3} pages, \d+ links to elsewhere", built.stdout, re.MULTILINE)
    return SITE


def ids(pages):
    return {each for page in pages for each in re.findall(r'id="([^"]+)"', page.read_text(encoding="utf-8"))}


def test_the_site_has_every_page(site):
    pages = [stage.staged_name(path.relative_to(ROOT).as_posix()) for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]]
    assert [page for page in pages if not (site / page.replace("README.md", "index.md").replace(".md", ".html")).is_file()] == []
    assert "<h1" in (site / "index.html").read_text(encoding="utf-8")


def test_every_function_of_c_is_in_the_reference(site):
    there = ids((site / "reference/c").glob("*.html"))
    exported = (ROOT / "bindings/c/exports.txt").read_text(encoding="utf-8").split()
    assert len(exported) > 100
    assert [name for name in exported if name.startswith("phr_") and name.replace("_", "-") not in there] == []


def test_every_name_of_python_is_in_the_reference(site):
    there = ids((site / "reference/python").glob("*.html"))
    tree = ast.parse((ROOT / "bindings/python/phr/__init__.py").read_text(encoding="utf-8"))
    exported = next(ast.literal_eval(node.value) for node in tree.body if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__")
    modules = {"fhir", "ucum"}  # with pages of their own
    assert [name for name in modules if not (site / f"reference/python/{name}.html").is_file()] == [] and modules <= set(exported)
    assert [name for name in exported if not name.startswith("_") and name not in modules and f"phr-{name.lower().replace('_', '-')}" not in there] == []
    assert {"session-import-file", "store-session", "phr-ucum-convert"} <= there


def test_every_member_of_the_session_is_in_the_reference(site):
    there = ids([site / "reference/cpp/session.html"])
    text = (ROOT / "include/phr/session/session.hpp").read_text(encoding="utf-8")
    calls = set(re.findall(r"^  \[\[nodiscard\]\] result<.*?> (\w+)\(", text, re.MULTILINE))
    assert len(calls) > 30
    assert [name for name in sorted(calls) if f"session-{name.replace('_', '-')}" not in there] == []


def test_the_site_can_be_searched_and_loads_nothing_from_elsewhere(site):
    for index in ("search_index.json", "search_index.js"):  # served, and opened as files
        assert "phr_store_open" in (site / "search" / index).read_text(encoding="utf-8")
    assert 'src="assets/iframe-worker.js"' in (site / "index.html").read_text(encoding="utf-8")
    sheets = "".join(path.read_text(encoding="utf-8") for path in site.rglob("*.css"))
    assert not re.search(r"(url\(|@import )[\"']?(https?:)?//", sheets)


def test_a_dead_link_is_found(tmp_path, capsys):
    (tmp_path / "a.html").write_text('<a href="b.html#here">1</a><a href="b.html#gone">2</a><a href="c.html">3</a><img src="https://elsewhere.example/x.png">', encoding="utf-8")
    (tmp_path / "b.html").write_text('<h1 id="here">b</h1><a href="https://elsewhere.example">e</a>', encoding="utf-8")
    assert links.main(tmp_path, tmp_path / "list.txt") == 1
    told = capsys.readouterr().out.splitlines()
    assert told == ["a.html: loads https://elsewhere.example/x.png from elsewhere", "a.html: b.html#gone leads to no place of its page", "a.html: c.html leads nowhere"]
    assert "https://elsewhere.example\tb.html\n" in (tmp_path / "list.txt").read_text(encoding="utf-8")


def test_a_header_is_read_without_what_is_private(tmp_path):
    (tmp_path / "x.hpp").write_text("""// What it is about.
#pragma once
namespace phr::detail {
struct hidden {};
}  // namespace phr::detail
namespace phr {
// A door.
class door {
 public:
  // Opens. Errors: locked.
  [[nodiscard]] result<void> open(int how = 1) { return how_ = how, success(); }
  int width = 2;  // in metres
 private:
  int how_ = 0;
};
inline int half(int x) {
  return x / 2;
}
enum class side { left, right };
}  // namespace phr
""", encoding="utf-8")
    read = headers.read(tmp_path / "x.hpp")
    assert (read.comment, read.namespace) == (["What it is about."], "phr")
    door, others = read.entries
    assert (door.kind, door.names, door.comment) == ("class", ["door"], ["A door."])
    assert [(each.comment, each.names, each.code) for each in door.members] == [
        (["Opens. Errors: locked."], ["open", "width"], ["[[nodiscard]] result<void> open(int how = 1);", "int width = 2;  // in metres"])]
    assert others.code == ["inline int half(int x);", "enum class side { left, right };"]
