"""How objects show themselves. repr names resources, never values; notebooks show values, escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Union

from ._json import pretty
from ._table import html_table

if TYPE_CHECKING:
    from . import _core, _hits, _kept

MOST_HITS = 20


def store_repr(store: _core.Store) -> str:
    return f"<phr.Store, {'closed' if store.closed else 'open'}>"


def session_repr(session: _core.Session) -> str:
    return f"<phr.Session, {'closed' if session.closed else 'open'}>"


def info_repr(info: _core.StoreInfo) -> str:
    return f"<phr.StoreInfo, {sum(info.counts.values())} resources in {info.file_bytes} bytes>"


def info_html(info: _core.StoreInfo) -> str:
    slots = ", ".join(slot for slot in info.slots if slot != "empty")
    return html_table(["type", "count"], info.counts.items(), f"{info.file_bytes} bytes; opened with: {slots}")


def _of(thing: Any) -> str:
    return f"{thing.type}/{thing.id}" if thing.id else str(thing.type)


def record_repr(record: _core.Record) -> str:
    return f"<phr.Record {_of(record)}, version {record.version}{', deleted' if record.deleted else ''}>"


def record_html(record: Union[_core.Record, _core.Hit, _kept.KeptHit]) -> str:
    shown = "deleted" if getattr(record, "deleted", False) else pretty(record.to_json())
    return f"<b>{escape(_of(record))}</b> version {record.version}<pre>{escape(shown)}</pre>"


def summary_repr(summary: _core.Summary) -> str:
    return f"<phr.Summary of {', '.join(name for name in ('title', 'value', 'when') if getattr(summary, name)) or 'nothing'}>"


def write_repr(report: _core.WriteReport) -> str:
    version = "" if report.version is None else f", version {report.version}"
    return f"<phr.WriteReport {_of(report)}{version}, {report.kind}>"


def erase_repr(report: _core.EraseReport) -> str:
    return f"<phr.EraseReport, {report.resources} resources with {report.versions} versions, {report.still_named} still named>"


def transaction_repr(transaction: _core.Transaction) -> str:
    return f"<phr.Transaction, {len(transaction)} writes, {transaction.state}>"


def landed_repr(landed: _core.Landed) -> str:
    version = "" if landed.version is None else f", version {landed.version}"
    return f"<phr.Landed {_of(landed)}{version}{', created' if landed.created else ''}>"


def change_repr(change: _core.Change) -> str:
    return f"<phr.Change {change.sequence}: {_of(change)} {change.kind}, version {change.version}>"


def parameter_repr(parameter: _core.SearchParameter) -> str:
    return f"<phr.SearchParameter {parameter.type}?{parameter.code}, {parameter.kind}>"


def report_repr(report: _core.ImportReport) -> str:
    return (
        f"<phr.ImportReport, {report.created} created, {report.updated} updated, {report.unchanged} unchanged, "
        f"{report.deleted} deleted, {len(report.refused)} refused>"
    )


def source_repr(source: _core.Source) -> str:
    return f"<phr.Source {source.uri}, {source.resources} resources>"


def preview_repr(preview: _core.ForgetPreview) -> str:
    return (
        f"<phr.ForgetPreview, {preview.resources} resources, {preview.versions} versions, {preview.edited} edited, "
        f"{preview.still_named} still named>"
    )


def report_text(report: _core.ImportReport) -> str:
    """As the program prints it."""
    counts = "".join(f"{name:<28}{count:>10}\n" for name, count in [*report.by_type.items(), ("total", report.total)])
    did = ", ".join(f"{getattr(report, name)} {name}" for name in ("created", "updated", "unchanged", "deleted"))
    return f"{counts}{did}, {len(report.refused)} lines refused\n" + "".join(f"line {refusal.line}: {refusal.why}\n" for refusal in report.refused)


def report_html(report: _core.ImportReport) -> str:
    rows = [*report.by_type.items(), ("total", report.total)]
    counts = ", ".join(f"{getattr(report, name)} {name}" for name in ("created", "updated", "unchanged", "deleted"))
    refused = "".join(f"<br>line {refusal.line}: {escape(str(refusal.why))}" for refusal in report.refused[:MOST_HITS])
    return html_table(["type", "resources"], rows) + f"<p>{counts}, {len(report.refused)} lines refused{refused}</p>"


def hit_repr(hit: Union[_core.Hit, _kept.KeptHit]) -> str:
    return f"<phr.Hit {_of(hit)}, version {hit.version}>"


def hits_repr(hits: _hits.Hits) -> str:
    return "<phr.Hits, closed>" if hits.closed else f"<phr.Hits, {_how_many(hits)}>"


def _how_many(hits: _hits.Hits) -> str:
    """Without reading more of them."""
    return str(len(hits)) if hits._is_whole() or hits._all is not None else f"more than {len(hits._first)}"


def hits_html(hits: _hits.Hits) -> str:
    if hits.closed:
        return "<p>These hits are closed.</p>"
    rows = []
    for hit in hits[:MOST_HITS]:
        summary = hit.summary()
        rows.append([summary.when, summary.title, summary.value, _of(hit) + (" (included)" if hit.included else "")])
    more = f"the first {MOST_HITS} of {_how_many(hits)} hits" if len(hits._first) > MOST_HITS else f"{len(rows)} hits"
    total = "" if hits.total is None else f", {hits.total} in all"
    return html_table(["when", "what", "value", "resource"], rows, more + total + (", and there is a next page" if hits.next_page else ""))


def event_repr(event: _core.Event) -> str:
    return f"<phr.Event {_of(event)}>"


def event_count_repr(group: _core.EventCount) -> str:
    return f"<phr.EventCount {group.begin:%Y-%m-%d} {group.type}, {group.count}>"


def latest_repr(latest: _core.LatestValue) -> str:
    return f"<phr.LatestValue Observation/{latest.id}>"


def explanation_repr(explanation: _core.Explanation) -> str:
    return f"<phr.Explanation, {'permit' if explanation.permit else 'deny'}: {explanation.why}>"


def shared_repr(shared: _core.SharedType) -> str:
    return f"<phr.SharedType {shared.type}, {shared.visible} of {shared.count} visible: {shared.why}>"


def pending_repr(pending: _core.PendingConsent) -> str:
    marks = ("deleted", pending.deleted), ("unreadable", not pending.readable), ("unsure", pending.unsure)
    return f"<phr.PendingConsent Consent/{pending.id}, version {pending.version}{''.join(f', {mark}' for mark, holds in marks if holds)}>"


def effect_repr(effect: _core.ConsentEffect) -> str:
    return f"<phr.ConsentEffect for {effect.principal or 'anybody else'}, {effect.purpose}: {effect.type} {effect.before} to {effect.after}>"


def audit_repr(entry: _core.AuditEntry) -> str:
    return f"<phr.AuditEntry {entry.sequence}: {entry.actor} {entry.action}, {entry.outcome}>"


def verdict_repr(verdict: _core.AuditVerdict) -> str:
    state = "intact" if verdict.intact else f"NOT INTACT from row {verdict.first_bad_row}"
    return f"<phr.AuditVerdict, {state}, {verdict.rows} rows, head {verdict.head}>"


def point_repr(point: _core.Point) -> str:
    return f"<phr.Point of Observation/{point.id}>"


def line_repr(line: Union[_core.Line, _core.TheilSenLine]) -> str:
    return f"<phr.{type(line).__name__} through {line.count} values>"


def trend_repr(trend: _core.Trend) -> str:
    return f"<phr.Trend of {trend.code}, {len(trend)} points>"


def trend_html(trend: _core.Trend) -> str:
    return f"{trend.plot().svg}<pre>{escape(str(trend))}</pre>"


def issue_repr(issue: _core.Issue) -> str:
    return f"<phr.Issue {issue.severity} at {issue.path or 'the text'}: {issue.message}>"


def issue_text(issue: _core.Issue) -> str:
    """On one line, as people read it."""
    place = f" (line {issue.line}, column {issue.column})" if issue.line else ""
    by = ", ".join(each for each in (issue.rule, issue.profile) if each)
    return f"{issue.severity}: {issue.path or 'the text'}{place}: {issue.message}{f' [{by}]' if by else ''}"


def outcome_text(outcome: _core.Outcome) -> str:
    count = len(outcome)
    head = f"{'valid' if outcome.valid else 'not valid'}, {count or 'no'} issue{'' if count == 1 else 's'}"
    return "\n".join([head, *map(str, outcome.issues)])


def value_html(value: Any) -> str:
    """The fields of a value, one below the other."""
    of = type(value)
    names = getattr(of, "_fields", None) or [name for name, each in vars(of).items() if isinstance(each, property)]
    return html_table([of.__name__, ""], [(name, getattr(value, name)) for name in names])


def outcome_repr(outcome: _core.Outcome) -> str:
    return f"<phr.Outcome, {'valid' if outcome.valid else 'not valid'}, {len(outcome)} issues>"


def outcome_html(outcome: _core.Outcome) -> str:
    rows = [(issue.severity, issue.line or "", issue.path, f"{issue.rule or ''} {issue.message}".strip(), issue.profile) for issue in outcome.issues]
    return html_table(["severity", "line", "element", "finding", "profile"], rows, "valid" if outcome.valid else "not valid")


def profiles_repr(profiles: _core.Profiles) -> str:
    return f"<phr.Profiles, {len(profiles.urls())} definitions>"
