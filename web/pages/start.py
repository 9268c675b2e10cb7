"""Starting a request: what can be asked for, then its form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for

import feel
from engine.commands import StartInstance
from engine.errors import EngineError, SubmissionRefused
from engine.queries import is_starter
from engine.queries.start_catalogue import startable_processes
from web.deployed_forms import latest_form
from web.form_rendering import render_form
from web.presentation.elements import process_name, what_is_asked
from web.presentation.formats import duration_text
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
    pages.add_url_rule("/start/<process_id>", "start_process", start_process, methods=["GET", "POST"])


def start() -> str:
    """Show what the reader may ask for, by category, filtered by a text."""
    text = request.args.get("q", "").strip().casefold()
    shown = [_startable(row) for row in _mine()]
    found = [item for item in shown if text in f"{item.name} {item.category} {item.description or ''}".casefold()]
    categories: dict[str, list[Startable]] = {}
    for item in sorted(found, key=lambda item: (item.category, item.name)):
        categories.setdefault(item.category, []).append(item)
    return render_template(
        "pages/start.html", categories=categories, query=request.args.get("q", ""), is_searchable=len(shown) > 5
    )


def start_process(process_id: str) -> str | tuple[str, int] | BaseResponse:
    """Show the start form of a process, or start it with what was filled in."""
    row = next((row for row in _mine() if row.process_id == process_id), None)
    if row is None:
        abort(404)
    form = latest_form(row.form_id) if row.form_id else None
    if request.method == "GET":
        return _page(row, form, {}, {})
    check_csrf()
    sent = posted(form)
    if sent.edit:
        return _page(row, form, sent.data, {})
    command = StartInstance(
        process_definition_key=row.process_definition_key, variables=sent.data, is_submission=True, language=language()
    )
    try:
        started = engine().execute(command, actor())
    except SubmissionRefused as refused:
        return _page(row, form, sent.data, refused.errors), 400
    except EngineError as error:
        return _page(row, form, sent.data, {}, problem=refusal_text(error)), 409
    flash(
        gettext("Sent. The case number is %(number)s.", number=started.business_id or started.process_instance_key), "success"
    )
    return redirect(url_for("pages.case", key=started.process_instance_key))


def _mine() -> list[StartableRow]:
    with engine().reading() as connection:
        rows = startable_processes(connection)
    return [row for row in rows if is_starter(row.starters, actor(), engine().now())]


def _startable(row: StartableRow) -> Startable:
    category = row.properties.get("anumat:category.en" if language() == "en" else "anumat:category") or row.properties.get(
        "anumat:category"
    )
    return Startable(
        url=url_for("pages.start_process", process_id=row.process_id),
        name=process_name(row.process_definition_key),
        category=category or gettext("Other requests"),
        description=what_is_asked(row.process_definition_key, row.process_id),
        duration=_usual_duration(row.properties.get("anumat:usualDuration")),
    )


def _usual_duration(text: str | None) -> str | None:
    value = feel.compile(f'duration("{text}")').evaluate({}) if text and '"' not in text else None
    if not isinstance(value, feel.DaysTimeDuration):
        return None
    return duration_text(timedelta(seconds=float(value.total_seconds)), language())


def _page(
    row: StartableRow, form: Form | None, data: Mapping[str, object], errors: Mapping[str, str], *, problem: str | None = None
) -> str:
    person = actor()
    variables = {"initiator": person.user_name, "ownerUnit": person.unit, "provinceCode": person.province}
    rendered = None
    if form is not None:
        rendered = render_form(
            form, data, errors, language=language(), variables=variables, now=engine().now(), upload_url=url_for("pages.upload")
        )
    return render_template("pages/start_process.html", process=_startable(row), form=rendered, problem=problem)
