"""The one exception of PHR."""

from __future__ import annotations

from typing import Optional


class Error(Exception):
    """What went wrong, and where; never whose or which value, so that it may be logged.

    ``code`` is a fixed name such as ``"wrong_key"``; docs/mistakes.md and ``advice`` say what to do about it.
    ``line`` and ``column`` count from 1, in bytes; ``ordinal`` counts from 0. ``file`` is which of several files was being read.
    None where there is none.
    """

    def __init__(
        self,
        text: str,
        code: str,
        where: str = "",
        line: Optional[int] = None,
        column: Optional[int] = None,
        ordinal: Optional[int] = None,
        advice: str = "",
    ) -> None:
        super().__init__(text, code, where, line, column, ordinal, advice)
        self.code = code
        self.where = where
        self.line = line
        self.column = column
        self.ordinal = ordinal
        self.advice = advice
        self.file: Optional[str] = None

    def __str__(self) -> str:
        return str(self.args[0])

    def __repr__(self) -> str:
        return f"phr.Error({self.args[0]!r})"


Error.__module__ = "phr"
