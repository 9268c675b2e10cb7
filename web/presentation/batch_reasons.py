"""Why an item of a batch operation failed, in the reader's words: the engine keeps its own sentence, which is recognised here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from web.presentation.cases import status_of
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Callable


def reason_text(message: str) -> str | None:
    """Return why it failed in the reader's language; None for a sentence that only the engine has words for."""
    blocked = _BLOCKED.fullmatch(message)
    if blocked is None:
        return _said(message)
    problems = [_said(problem) for problem in _SENTENCE.split(blocked[1])]
    return None if None in problems else " ".join(filter(None, problems))


def _said(sentence: str) -> str | None:
    for pattern, words in _KNOWN:
        found = pattern.fullmatch(sentence)
        if found is not None:
            return words(found)
    return None


def _kind_is(found: re.Match[str]) -> str:
    return gettext(
        "%(before)s cannot become %(after)s: the two are of different kinds.", before=found["before"], after=found["after"]
    )


_BLOCKED = re.compile(r"The process instance \d+ cannot be migrated: (.*)", re.DOTALL)
_SENTENCE = re.compile(r"(?<=\.) (?=\S)")
_KNOWN: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (
            r"The process instance \d+ is (?P<state>\w+) and cannot become .*",
            lambda found: gettext("The case was in this state: %(state)s", state=status_of(found["state"])[0]),
        ),
        (
            r"The process instance \d+ is suspended; .*",
            lambda _: gettext("An operator holds this case. Nothing can be done in it until it is resumed."),
        ),
        (
            r"The process instance \d+ runs this version already\.",
            lambda _: gettext("The case runs this version already."),
        ),
        (
            r"The incident \d+ is RESOLVED and cannot become .*",
            lambda _: gettext("What had failed was tried again already."),
        ),
        (
            r"The job \d+ is \w+ and cannot become .*",
            lambda _: gettext("The automatic step had ended already."),
        ),
        (
            r"There is no .* with the key .*",
            lambda _: gettext("It was no longer there."),
        ),
        (
            r"Nothing is active at '(?P<id>[^']*)'\.",
            lambda found: gettext("The case was not at the step %(step)s.", step=found["id"]),
        ),
        (
            r"The (?:process|other version|version that the case runs) has no element '(?P<id>[^']*)'\.",
            lambda found: gettext("The version has no step %(step)s.", step=found["id"]),
        ),
        (
            r"'(?P<id>[^']*)' is no element that a token can be put on; .*",
            lambda found: gettext(
                "No case can be moved to the step %(step)s; choose the one that follows it.", step=found["id"]
            ),
        ),
        (
            r"(?P<id>\S+) has no counterpart in the other version; map it\.",
            lambda found: gettext(
                "The other version has no step like %(step)s; say which one takes its place.", step=found["id"]
            ),
        ),
        (
            r"(?P<id>\S+) is no element of the version that the case runs\.",
            lambda found: gettext("The version has no step %(step)s.", step=found["id"]),
        ),
        (
            r"A token waits at (?P<id>\S+) that came by \S+, which leads there no longer\.",
            lambda found: gettext(
                "The case waits at %(step)s by a way that the other version does not have.", step=found["id"]
            ),
        ),
        (
            r"Listeners of (?P<id>\S+) are at work and the other version has different ones; wait until they are done\.",
            lambda found: gettext("Programs are at work on the step %(step)s; wait until they are done.", step=found["id"]),
        ),
        (r"'?(?P<before>[^\s']+)'? cannot become '?(?P<after>[^\s']+)'?: one is a .*", _kind_is),
        (
            r"'?(?P<before>[^\s']+)'? cannot become '?(?P<after>[^\s']+)'?: it lies in another scope there\.",
            lambda found: gettext(
                "%(before)s cannot become %(after)s: it lies inside another part there.",
                before=found["before"],
                after=found["after"],
            ),
        ),
        (
            r"'?(?P<before>[^\s']+)'? cannot become '?(?P<after>[^\s']+)'?: .*",
            lambda found: gettext(
                "%(before)s cannot become %(after)s: they work differently.", before=found["before"], after=found["after"]
            ),
        ),
        (
            r"(?P<id>\S+) would get the form (?P<form>\S+), which is not deployed\.",
            lambda found: gettext(
                "The step %(step)s would get the form %(form)s, which is not there.", step=found["id"], form=found["form"]
            ),
        ),
        (
            r"The database does not answer\. .*|Too many changes at the same time\. .*",
            lambda _: gettext("The system is busy. Nothing was lost; try again in a moment."),
        ),
    )
)
"""Sentences of engine.errors and of the runtime; a test holds each against what the engine really says."""
