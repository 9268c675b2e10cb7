"""Putting the demo's units, groups and people into an installation; what is there already stays as it is."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.demo.groups import groups
from app.demo.people import PEOPLE
from app.demo.units import units
from engine.commands import SYSTEM, CreateGroup, CreateUser, SaveUnits
from engine.errors import AlreadyExists

if TYPE_CHECKING:
    from app.demo.people import Person
    from engine.commands import Engine


def found_organisation(engine: Engine) -> None:
    """Create units, groups and people; doing it again changes no account."""
    engine.execute(SaveUnits(units()), SYSTEM)
    for group_id, (name, name_en) in groups().items():
        engine.execute(CreateGroup(group_id, name, name_en), SYSTEM)
    for person in PEOPLE:
        with suppress(AlreadyExists):
            engine.execute(_account(person), SYSTEM)


def _account(person: Person) -> CreateUser:
    return CreateUser(
        person.user_name,
        person.name,
        person.user_name,
        groups=person.groups.split(),
        unit=person.unit,
        province=person.province,
        position=person.position,
    )
