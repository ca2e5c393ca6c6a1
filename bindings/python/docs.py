"""docs.py STUB OUT: the docstrings of the stub as rows of a C++ table, so that help() says what editors say."""

import ast
import inspect
import json
import pathlib
import sys


def documented(owner, prefix=""):
    for each in owner.body:
        if isinstance(each, (ast.ClassDef, ast.FunctionDef)):
            text = ast.get_docstring(each)
            if text:
                yield prefix + each.name, inspect.cleandoc(text)
        if isinstance(each, ast.ClassDef):
            yield from documented(each, f"{each.name}.")


def main(stub, out):
    tree = ast.parse(pathlib.Path(stub).read_text(encoding="utf-8"))
    rows = [f"{{{json.dumps(name)}, {json.dumps(text)}}},\n" for name, text in documented(tree)]
    pathlib.Path(out).write_text("".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
