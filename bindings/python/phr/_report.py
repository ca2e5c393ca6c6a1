"""A line of NDJSON that was not taken."""

from __future__ import annotations

from typing import NamedTuple

from ._error import Error


class Refusal(NamedTuple):
    """A line of NDJSON that was not taken."""

    line: int  # from 1
    why: Error

    def __repr__(self) -> str:
        return f"<phr.Refusal of line {self.line}: {self.why.code}>"


setattr(Refusal, "_columns", Refusal._fields)  # what a Table shows
Refusal.__module__ = "phr"
