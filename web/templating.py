"""What every template may use: the GOV.UK macros, bundle addresses and the formats in the reader's language."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from engine.queries import json_text, thai_calendar
from forms.identifiers import without_national_ids
from web.bundles import bundle_url
from web.presentation import formats
from web.presentation.batch_reasons import reason_text
from web.presentation.formats import Digits, Language
from web.presentation.plain_values import plain_text

TEMPLATES = Path(__file__).parent / "templates"
SAME_FOR_EVERYBODY: dict[str, Callable[..., str | None]] = {
    "known_reason": reason_text,
    "machine_time": formats.machine_time,
    "file_size": formats.file_size_text,
    "national_id": formats.national_id_text,
    "masked_national_id": formats.masked_national_id,
    "without_national_ids": without_national_ids,
    "json_text": json_text.dumps,
    "plain_value": plain_text,
}


def template_loader() -> BaseLoader:
    """Return the loader of our templates and, below `govuk_frontend_jinja/`, of the GOV.UK macros."""
    govuk = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([FileSystemLoader(TEMPLATES), govuk])


def add_formats(
    environment: Environment,
    language: Callable[[], Language],
    now: Callable[[], datetime],
    digits: Callable[[], Digits] = lambda: "arabic",
) -> None:
    """Give the templates their filters; the three functions are asked at every use, so they may depend on the request.

    Filters: `date`, `long_date`, `time`, `date_time`, `due`, `ago`, `duration`, `working_time`, `json_text`, `plain_value`, `digits`, `machine_time`, `file_size`, `national_id`,
    `masked_national_id`, `without_national_ids`, `known_reason`; functions: `bundle_url`, `language`.
    """

    def shown(text: str) -> str:
        return formats.in_digits(text, digits()) if digits() == "thai" else text

    def due(at: datetime) -> str:
        return shown(formats.due_text(at, now(), language()))

    def ago(at: datetime) -> str:
        return shown(formats.ago_text(at, now(), language()))

    def on_date(form: Callable[[date, Language], str]) -> Callable[[date], str]:
        return lambda value: shown(form(value, language()))

    def at_time(form: Callable[[datetime, Language], str]) -> Callable[[datetime], str]:
        return lambda value: shown(form(value, language()))

    def lasting(form: Callable[[timedelta, Language], str]) -> Callable[[timedelta], str]:
        return lambda length: shown(form(length, language()))

    environment.filters.update(
        date=on_date(formats.date_text),
        long_date=on_date(formats.long_date_text),
        time=at_time(formats.time_text),
        date_time=at_time(formats.date_time_text),
        due=due,
        ago=ago,
        duration=lasting(formats.duration_text),
        working_time=lasting(_working_time),
        digits=lambda value: shown(str(value)),
        **SAME_FOR_EVERYBODY,
    )
    environment.globals.update(bundle_url=bundle_url, language=language)


def _working_time(length: timedelta, language: Language) -> str:
    return formats.working_time_text(length, thai_calendar().day_length, language)
