"""Managing accounts: people, service accounts, groups, units, tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from engine.commands.command import Command, Work
from engine.errors import AlreadyExists, NotFound, RequestInvalid
from engine.identity import Permission
from engine.identity.actor import SYSTEM_NAME
from engine.identity.passwords import hash_password, new_secret, secret_hash
from engine.model.identity import ApiToken, User
from engine.store import users as store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_USER_NAME = re.compile(r"[\w.@+-]{1,200}")
MIN_PASSWORD = 4
"""Long enough for the demo's accounts; a real installation signs in through its identity provider."""


@dataclass(frozen=True, slots=True)
class CreateUser(Command[None]):
    """Create an account and put it into groups; without a password it signs in by token or identity provider only."""

    user_name: str
    name: str
    password: str | None = None
    groups: Sequence[str] = ()
    email: str | None = None
    unit: str | None = None
    province: str | None = None
    position: str | None = None
    is_service: bool = False


@dataclass(frozen=True, slots=True)
class SetPassword(Command[None]):
    """Give an account another password; what was proved with the old one no longer counts."""

    user_name: str
    password: str


@dataclass(frozen=True, slots=True)
class DeactivateUser(Command[None]):
    """Let nobody sign in to the account any more."""

    user_name: str


@dataclass(frozen=True, slots=True)
class ChangeMemberships(Command[None]):
    """Put an account into groups and take it out of others."""

    user_name: str
    join: Sequence[str] = ()
    leave: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CreateGroup(Command[None]):
    """Create a group, or give it other names; without an English one it keeps its Thai name on English pages."""

    group_id: str
    name: str
    name_en: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisational unit."""

    code: str
    name: str
    name_en: str | None = None
    province: str | None = None
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class SaveUnits(Command[None]):
    """Create units, or change them by code."""

    units: Sequence[Unit]


@dataclass(frozen=True, slots=True)
class IssueToken(Command[str]):
    """Issue a bearer token for an account; its secret is returned once and never stored."""

    user_name: str
    name: str
    expires_at: datetime | None = None


def create_user(command: CreateUser, work: Work) -> None:
    """Create; raise NotAllowed, RequestInvalid, AlreadyExists."""
    work.require(Permission.MANAGE_USERS)
    if not _USER_NAME.fullmatch(command.user_name) or command.user_name == SYSTEM_NAME:
        raise RequestInvalid("A user name has letters, digits and . _ @ + - only.", "user_name")
    connection = work.uow.connection
    if store.find_user(connection, command.user_name) is not None:
        raise AlreadyExists("user", command.user_name)
    user = User(
        user_name=command.user_name,
        name=command.name,
        email=command.email,
        unit=command.unit,
        province=command.province,
        position=command.position,
        password_hash=None if command.password is None else _hash(command.password),
        credential_version=1,
        is_active=True,
        is_service=command.is_service,
        created_at=work.now,
    )
    store.insert_user(connection, user)
    store.add_memberships(connection, user.user_name, command.groups)


def set_password(command: SetPassword, work: Work) -> None:
    """Set; raise NotAllowed unless it is the actor's own, RequestInvalid, NotFound."""
    if command.user_name != work.actor.user_name:
        work.require(Permission.MANAGE_USERS)
    user = _existing(work, command.user_name)
    version = user.credential_version + 1
    changed = replace(user, password_hash=_hash(command.password), credential_version=version)
    store.save_user(work.uow.connection, changed)


def deactivate_user(command: DeactivateUser, work: Work) -> None:
    """Deactivate; raise NotAllowed, NotFound."""
    work.require(Permission.MANAGE_USERS)
    user = _existing(work, command.user_name)
    version = user.credential_version + 1
    store.save_user(work.uow.connection, replace(user, is_active=False, credential_version=version))


def change_memberships(command: ChangeMemberships, work: Work) -> None:
    """Change; raise NotAllowed, NotFound."""
    work.require(Permission.MANAGE_USERS)
    _existing(work, command.user_name)
    store.add_memberships(work.uow.connection, command.user_name, command.join)
    store.remove_memberships(work.uow.connection, command.user_name, command.leave)


def create_group(command: CreateGroup, work: Work) -> None:
    """Create or rename; raise NotAllowed."""
    work.require(Permission.MANAGE_USERS)
    store.save_group(work.uow.connection, command.group_id, command.name, command.name_en)


def save_units(command: SaveUnits, work: Work) -> None:
    """Create or change; raise NotAllowed."""
    work.require(Permission.MANAGE_USERS)
    rows: list[dict[str, object]] = [
        {
            "code": unit.code,
            "name": unit.name,
            "name_en": unit.name_en,
            "province": unit.province,
            "parent_code": unit.parent_code,
        }
        for unit in command.units
    ]
    store.save_units(work.uow.connection, rows)


def issue_token(command: IssueToken, work: Work) -> str:
    """Issue; raise NotAllowed, NotFound."""
    work.require(Permission.MANAGE_USERS)
    _existing(work, command.user_name)
    secret = new_secret()
    token = ApiToken(work.new_key(), command.user_name, command.name, secret_hash(secret), work.now, command.expires_at)
    store.insert_token(work.uow.connection, token)
    return secret


def _hash(password: str) -> str:
    if len(password) < MIN_PASSWORD:
        raise RequestInvalid(f"A password has at least {MIN_PASSWORD} characters.", "password")
    return hash_password(password)


def _existing(work: Work, user_name: str) -> User:
    found = store.find_user(work.uow.connection, user_name)
    if found is None:
        raise NotFound("user", user_name)
    return found[0]
