"""What values show of themselves in notebooks, and what print shows of a validation."""

from __future__ import annotations

from typing import Any

from . import _core
from ._report import Refusal
from ._view import Column

_VALUES = (
    *(_core.AuditEntry, _core.AuditVerdict, _core.Change, _core.ConsentEffect, _core.EraseReport, _core.Event, _core.EventCount, _core.Explanation),
    *(_core.ForgetPreview, _core.Issue, _core.Landed, _core.LatestValue, _core.Line, _core.PendingConsent, _core.Point, _core.SearchParameter),
    *(_core.SharedType, _core.Source, _core.Summary, _core.TheilSenLine, _core.WriteReport, Column, Refusal),
)


def _html(self: Any) -> str:
    from ._display import value_html  # where it is needed: importing phr stays quick

    return value_html(self)


def _issue(self: _core.Issue) -> str:
    from ._display import issue_text

    return issue_text(self)


def _outcome(self: _core.Outcome) -> str:
    from ._display import outcome_text

    return outcome_text(self)


for _each in _VALUES:
    setattr(_each, "_repr_html_", _html)
setattr(_core.Issue, "__str__", _issue)
setattr(_core.Outcome, "__str__", _outcome)
