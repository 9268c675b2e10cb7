"""Handlers that every process may use: the members of a group, a notification."""

from __future__ import annotations

from engine.commands.job_handlers import HandlerRegistry, JobContext, Variables

handlers = HandlerRegistry()


@handlers.handler("anumat.group-members")
def group_members(job: JobContext) -> Variables:
    """Put the members of the group named by the header or variable `group` into the variable named by `resultVariable`."""
    return {job.headers.get("resultVariable", "members"): list(job.tools.group_members(_text(job, "group")))}


@handlers.handler("anumat.notify")
def notify(job: JobContext) -> None:
    """Notify the `recipients` (user names and `group:<id>`, a list or separated by commas) with `textTh` and `textEn`."""
    recipients = job.variables.get("recipients", job.headers.get("recipients", ""))
    names = [str(name) for name in recipients] if isinstance(recipients, list) else str(recipients).split(",")
    text = _text(job, "textTh")
    job.tools.notify([name.strip() for name in names if name.strip()], text, _text(job, "textEn", text))


def _text(job: JobContext, name: str, default: str | None = None) -> str:
    value = job.variables.get(name, job.headers.get(name, default))
    if not isinstance(value, str) or not value:
        raise ValueError(f"The job needs a text {name!r}, as a header or as a variable.")
    return value
