"""Starting a request: what can be asked for, then its form, then the receipt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for

from engine.commands import Permission, StartInstance
from engine.errors import EngineError, SubmissionRefused
from engine.queries import case_detail
from engine.queries.start_catalogue import startable_processes
from web.deployed_forms import latest_form
from web.form_rendering import render_form
from web.presentation.cases import where_now
from web.presentation.elements import process_name, what_is_asked
from web.presentation.formats import iso_duration_text
from web.presentation.links import document_url
from web.presentation.refusals import refusal_text
from web.site import actor, check_csrf, engine, language
from web.submission import posted
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from engine.queries.start_catalogue import StartableRow
    from forms import Form


@dataclass(frozen=True, slots=True)
class Startable:
    """A process as the start page shows it."""

    url: str
    name: str
    category: str
    description: str | None
    duration: str | None


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/start", "start", start)
    pages.add_url_rule("/start/<process_id>", "start_process", start_process)
    pages.add_url_rule("/start/<process_id>", "start_submit", start_submit, methods=["POST"])
    pages.add_url_rule("/cases/<key:key>/started", "started", started)


def start() -> str:
    """Show what the reader may ask for, by category, filtered by a text."""
    text = request.args.get("q", "").strip().casefold()
    shown = [_startable(row) for row in _mine()]
    found = [item for item in shown if text in f"{item.name} {item.category} {item.description or ''}".casefold()]
    categories: dict[str, list[Startable]] = {}
    for item in sorted(found, key=lambda item: (item.category, item.name)):
        categories.setdefault(item.category, []).append(item)
    return render_template("pages/start.html", categories=categories, query=request.args.get("q", ""), has_any=bool(shown))


def start_process(process_id: str) -> str:
    """Show the start form of a process."""
    row = _startable_row(process_id)
    return _page(row, _form(row), {}, {})


def start_submit(process_id: str) -> str | tuple[str, int] | BaseResponse:
    """Start a process with what was filled in, or do what a button inside the form says."""
    check_csrf()
    row = _startable_row(process_id)
    form = _form(row)
    sent = posted(form)
    if sent.edit:
        return _page(row, form, sent.data, {}, is_posted=True)
    command = StartInstance(
        process_definition_key=row.process_definition_key, variables=sent.data, is_submission=True, language=language()
    )
    try:
        begun = engine().execute(command, actor())
    except SubmissionRefused as refused:
        return _page(row, form, sent.data, refused.errors, is_posted=True), 400
    except EngineError as error:
        return _page(row, form, sent.data, {}, problem=refusal_text(error), is_posted=True), 409
    return redirect(url_for("pages.started", key=begun.process_instance_key))


def started(key: int) -> str:
    """Show the receipt: the case number, and where the case is now."""
    with engine().reading() as connection:
        case = case_detail.case(connection, actor(), key)
        where = where_now(connection, case)
    return render_template(
        "pages/started.html",
        process=process_name(case.process_definition_key),
        at=case.started_at,
        form_url=url_for("pages.start_process", process_id=case.process_id),
        **where.shown(),
    )


def _mine() -> list[StartableRow]:
    """Return what the reader may start: nothing for an auditor, who reads and writes nothing."""
    if actor().may(Permission.AUDIT):
        return []
    with engine().reading() as connection:
        return startable_processes(connection, actor(), engine().now())


def _startable_row(process_id: str) -> StartableRow:
    row = next((row for row in _mine() if row.process_id == process_id), None)
    if row is None:
        abort(404)
    return row


def _form(row: StartableRow) -> Form | None:
    return latest_form(row.form_id) if row.form_id else None


def _startable(row: StartableRow) -> Startable:
    properties = row.properties
    english = properties.get("anumat:category.en") if language() == "en" else None
    usual = properties.get("anumat:usualDuration")
    return Startable(
        url=url_for("pages.start_process", process_id=row.process_id),
        name=process_name(row.process_definition_key),
        category=english or properties.get("anumat:category") or gettext("Other requests"),
        description=what_is_asked(row.process_definition_key, row.process_id),
        duration=iso_duration_text(usual, language()) if usual else None,
    )


def _page(
    row: StartableRow,
    form: Form | None,
    data: Mapping[str, object],
    errors: Mapping[str, str],
    *,
    problem: str | None = None,
    is_posted: bool = False,
) -> str:
    person = actor()
    rendered = None
    if form is not None:
        rendered = render_form(
            form,
            data,
            errors,
            language=language(),
            variables={"initiator": person.user_name, "ownerUnit": person.unit, "provinceCode": person.province},
            now=engine().now(),
            upload_url=url_for("pages.upload"),
            document_url=document_url,
        )
    return render_template(
        "pages/start_process.html", process=_startable(row), form=rendered, problem=problem, is_posted=is_posted
    )
