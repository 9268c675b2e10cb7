"""Starting a batch operation: an operator chooses what is done to which cases, looks at them, and says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for

from engine.commands import StartBatch
from engine.errors import EngineError, NotFound
from engine.queries.batch_operations import batch_operation
from web.acting import given_reason
from web.once import is_sealed, key_of, new_mark
from web.presentation.batch_choice import STATES, read_form
from web.presentation.batches import operation_names
from web.presentation.elements import process_name
from web.presentation.history_filters import process_choices, step_choices
from web.presentation.refusals import refusal_text
from web.site import actor, check_csrf, engine, require_operator
from web.translations import gettext

if TYPE_CHECKING:
    from flask import Blueprint
    from werkzeug.wrappers import Response as BaseResponse

    from web.presentation.batch_choice import BatchForm


def register(pages: Blueprint) -> None:
    """Add the routes."""
    pages.add_url_rule("/operations/batches/new", "operations_batch_new", choose)
    pages.add_url_rule("/operations/batches/new", "start_batch", start, methods=["POST"])


def choose() -> str:
    """Show the form and, once it says what is meant, the cases; of a migration also what it would do to them."""
    require_operator()
    return _page(read_form(request.args))


def start() -> str | tuple[str, int] | BaseResponse:
    """Start what was looked at; when other cases fit meanwhile, they are shown first."""
    require_operator()
    check_csrf()
    mark = request.form.get("mark", "")
    if (begun := _begun(key_of(mark))) is not None:
        return redirect(url_for("pages.operations_batch", key=begun))
    form, reason = read_form(request.form), given_reason()
    if form.chosen is None or not form.chosen.has_effect or reason is None:
        return _page(form, request.form.get("reason", "")), 400
    if not is_sealed(mark, form.chosen.mark):
        flash(gettext("What was chosen has changed since you looked at it. Look again, then start."), "attention")
        return _page(form, reason), 409
    chosen = form.chosen
    try:
        key = engine().execute(StartBatch(chosen.type, chosen.targets, chosen.parameters, reason, key_of(mark)), actor())
    except EngineError as error:
        flash(refusal_text(error), "attention")
        return _page(form, reason), 409
    return redirect(url_for("pages.operations_batch", key=key))


def _begun(key: int | None) -> int | None:
    """Return the key of what this form has started already, when it was tapped twice or sent again."""
    if key is None:
        return None
    try:
        with engine().reading() as connection:
            found = batch_operation(connection, key)
    except NotFound:
        return None
    return key if found.actor_id == actor().user_name else None


def _page(form: BatchForm, reason: str = "") -> str:
    names, chosen = operation_names(), form.chosen
    moves = form.values["act"] == "MODIFY_PROCESS_INSTANCE"
    with engine().reading() as connection:
        choices = process_choices(connection, form.values["process"])
        targets = step_choices(connection, form.values["process"]) if moves else []
    return render_template(
        "pages/batch_start.html",
        form=form,
        reason=reason,
        choices={**choices, "act": [(kind.value, names[kind]) for kind in STATES], "to": choices["version"], "target": targets},
        cases=[(each.number or str(each.key), each.key, process_name(each.process_definition_key)) for each in chosen.cases]
        if chosen
        else [],
        form_mark=new_mark(chosen.mark) if chosen else "",
        act_name=names.get(form.values["act"]),
        migrates=form.values["act"] == "MIGRATE_PROCESS_INSTANCE",
    )
