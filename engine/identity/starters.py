"""Who may start a process: the groups that anumat:starters names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel

if TYPE_CHECKING:
    from datetime import datetime

    from engine.identity.actor import Actor
    from engine.model.process_definition import ProcessDefinition

EVERYBODY_GROUP = "employee.all"


def may_start(definition: ProcessDefinition, actor: Actor, now: datetime) -> bool:
    """Tell whether the actor is in one of the groups that may start the process; `employee.all` means everybody."""
    return is_starter(definition.starters, actor, now)


def is_starter(starters: str | None, actor: Actor, now: datetime) -> bool:
    """Tell the same of the text of anumat:starters: comma separated groups, or FEEL that gives a list of them."""
    if starters is None or not starters.strip():
        return False
    groups = _groups(starters.strip(), actor, now)
    return EVERYBODY_GROUP in groups or not actor.groups.isdisjoint(groups)


def _groups(text: str, actor: Actor, now: datetime) -> frozenset[str]:
    if not text.startswith("="):
        return frozenset(word.strip() for word in text.split(",") if word.strip())
    context = {"initiator": actor.user_name, "ownerUnit": actor.unit, "provinceCode": actor.province}
    value = feel.compile(text[1:]).evaluate(context, feel.Evaluation(now=lambda: now))
    if isinstance(value, str):
        return frozenset({value})
    return frozenset(item for item in value if isinstance(item, str)) if isinstance(value, list) else frozenset()
