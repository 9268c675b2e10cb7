"""People, groups and units by the names that readers know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.model.identity import app_users, memberships, units, user_groups
from engine.queries.rows import as_rows

if TYPE_CHECKING:
    from collections.abc import Collection


@dataclass(frozen=True, slots=True)
class PersonRow:
    """An account as others see it."""

    user_name: str
    name: str
    position: str | None
    unit: str | None
    province: str | None


def people(connection: sa.Connection, user_names: Collection[str]) -> dict[str, PersonRow]:
    """Return the accounts with these names."""
    person = app_users.c
    columns = sa.select(person.user_name, person.name, person.position, person.unit, person.province)
    rows = connection.execute(columns.where(person.user_name.in_(sorted(user_names))))
    return {row.user_name: PersonRow(*row) for row in rows}


def group_names(connection: sa.Connection, group_ids: Collection[str], *, in_english: bool) -> dict[str, str]:
    """Return the Thai names of these groups, or the English ones where there are any; one that is not known has its id as name."""
    group = user_groups.c
    name = (sa.func.coalesce(group.name_en, group.name) if in_english else group.name).label("name")
    rows = connection.execute(sa.select(group.group_id, name).where(group.group_id.in_(sorted(group_ids))))
    return {group_id: group_id for group_id in group_ids} | {row.group_id: row.name for row in rows}


def unit_names(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return the Thai and English name of every unit by its code; a unit without English name has the Thai one twice."""
    rows = connection.execute(sa.select(units.c.code, units.c.name, units.c.name_en).order_by(units.c.code))
    return {code: (name, name_en or name) for code, name, name_en in rows}


def people_of_groups(connection: sa.Connection, group_ids: Collection[str]) -> list[PersonRow]:
    """Return the active people of these groups by name: to whom a task of theirs may be assigned."""
    person = app_users.c
    statement = (
        sa.select(person.user_name, person.name, person.position, person.unit, person.province)
        .join(memberships, memberships.c.user_name == person.user_name)
        .where(memberships.c.group_id.in_(sorted(group_ids)), person.is_active)
        .distinct()
        .order_by(person.name)
    )
    return as_rows(PersonRow, connection.execute(statement))


def province_offices(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Return the Thai and English name of each province's first unit by the province's code."""
    unit = units.c
    rows = connection.execute(
        sa.select(unit.province, unit.name, unit.name_en).where(unit.province.is_not(None)).order_by(unit.code.desc())
    )
    return {province: (name, name_en or name) for province, name, name_en in rows}


def find_people(connection: sa.Connection, text: str, limit: int = 10) -> list[PersonRow]:
    """Return accounts, active or not, whose user name is `text`; without one those whose name contains it, by name."""
    person = app_users.c
    columns = sa.select(person.user_name, person.name, person.position, person.unit, person.province)
    exact = as_rows(PersonRow, connection.execute(columns.where(person.user_name == text)))
    if exact:
        return exact
    like = sa.or_(person.name.icontains(text, autoescape=True), person.user_name.icontains(text, autoescape=True))
    return as_rows(PersonRow, connection.execute(columns.where(like).order_by(person.name).limit(limit)))
