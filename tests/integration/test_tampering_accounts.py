"""Accounts, groups, units and tokens that were changed behind the engine's back are not what the record tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, ChangeMemberships, CreateGroup, CreateUser, IssueToken, SaveUnits, SetPassword, Unit
from engine.commands.record_access import OF_NO_CASE
from engine.commands.verifying import Verifying
from engine.history.account_check import check_accounts
from engine.model.checkpoint import ChainKind
from engine.model.identity import api_tokens, app_users, memberships, units, user_groups
from engine.store.account_rows import all_account_rows
from engine.store.history_reading import events_of
from engine.store.users import find_user
from tests.integration.test_concurrency import at_once

if TYPE_CHECKING:
    from engine.store.database import Database
    from tests.integration.office import Office

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

LATER = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


@pytest.fixture
def accounts(office: Office) -> Office:
    """Return an office with two people, a program, two groups and a unit."""
    run = office.engine.execute
    run(SaveUnits([Unit("P50", "สำนักงานเชียงใหม่", "Chiang Mai", "50")]), SYSTEM)
    run(CreateGroup("boss", "หัวหน้า"), SYSTEM)
    run(CreateUser("somchai", "สมชาย ใจดี", "a password", ["clerks"], "somchai@example.org", "P50", "50", "นิติกร"), SYSTEM)
    run(CreateUser("malee", "มาลี", "another password", ["boss"]), SYSTEM)
    run(CreateUser("robot", "Robot", groups=["service.worker"], is_service=True), SYSTEM)
    run(IssueToken("robot", "night shift", LATER), SYSTEM)
    return office


OF_SOMCHAI = app_users.c.user_name == "somchai"
MANIPULATIONS: dict[str, tuple[sa.Executable, str]] = {
    "into a group": (sa.insert(memberships).values(user_name="somchai", group_id="boss"), "membership:somchai/boss"),
    "out of a group": (sa.delete(memberships).where(memberships.c.user_name == "malee"), "membership:malee/boss"),
    "into another group": (
        sa.update(memberships).where(memberships.c.user_name == "somchai").values(group_id="boss"),
        "membership:somchai/boss",
    ),
    "unit": (sa.update(app_users).where(OF_SOMCHAI).values(unit="P10"), "app_user:somchai"),
    "province": (sa.update(app_users).where(OF_SOMCHAI).values(province="10"), "app_user:somchai"),
    "position": (sa.update(app_users).where(OF_SOMCHAI).values(position="ผู้อำนวยการ"), "app_user:somchai"),
    "name": (sa.update(app_users).where(OF_SOMCHAI).values(name="สมชาย ใจร้าย"), "app_user:somchai"),
    "address": (sa.update(app_users).where(OF_SOMCHAI).values(email="other@example.org"), "app_user:somchai"),
    "password": (
        sa.update(app_users)
        .where(OF_SOMCHAI)
        .values(password_hash=sa.select(app_users.c.password_hash).where(app_users.c.user_name == "malee").scalar_subquery()),
        "app_user:somchai",
    ),
    "no password": (sa.update(app_users).where(OF_SOMCHAI).values(password_hash=None), "app_user:somchai"),
    "sessions that count again": (sa.update(app_users).where(OF_SOMCHAI).values(credential_version=0), "app_user:somchai"),
    "closed": (sa.update(app_users).where(OF_SOMCHAI).values(is_active=False), "app_user:somchai"),
    "a program": (sa.update(app_users).where(OF_SOMCHAI).values(is_service=True), "app_user:somchai"),
    "older": (sa.update(app_users).where(OF_SOMCHAI).values(created_at=LATER), "app_user:somchai"),
    "an account put in": (
        sa.insert(app_users).values(
            user_name="ghost", name="Ghost", credential_version=1, is_active=True, is_service=False, created_at=LATER
        ),
        "app_user:ghost",
    ),
    "an account taken out": (sa.delete(app_users).where(OF_SOMCHAI), "app_user:somchai"),
    "a group renamed": (sa.update(user_groups).where(user_groups.c.group_id == "boss").values(name="ลูกน้อง"), "user_group:boss"),
    "a group put in": (sa.insert(user_groups).values(group_id="judges", name="Judges"), "user_group:judges"),
    "a group taken out": (sa.delete(user_groups).where(user_groups.c.group_id == "boss"), "user_group:boss"),
    "a unit moved": (sa.update(units).values(province="51"), "unit:P50"),
    "a unit renamed": (sa.update(units).values(name_en="Lamphun"), "unit:P50"),
    "a unit put in": (sa.insert(units).values(code="P99", name="P99"), "unit:P99"),
    "a unit taken out": (sa.delete(units), "unit:P50"),
    "a token for somebody else": (sa.update(api_tokens).values(user_name="malee"), "api_token:"),
    "another token": (sa.update(api_tokens).values(secret_hash=sha256(b"x").hexdigest()), "api_token:"),
    "a token for longer": (sa.update(api_tokens).values(expires_at=None), "api_token:"),
    "a token put in": (
        sa.insert(api_tokens).values(key=7, user_name="malee", name="mine", secret_hash="00", created_at=LATER),
        "api_token:7",
    ),
    "a token taken out": (sa.delete(api_tokens), "api_token:"),
}


def _run(database: Database, statement: sa.Executable) -> None:
    with database.engine.begin() as connection:
        connection.execute(statement)


def _found(database: Database) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.row or "") for finding in Verifying(database).everything()]


def test_every_change_to_who_may_what_is_found(accounts: Office, database: Database) -> None:
    with database.snapshot() as connection:
        events = events_of(connection, ChainKind.ACCESS, [OF_NO_CASE])[OF_NO_CASE]

    unseen = []
    for what, (statement, row) in MANIPULATIONS.items():
        with database.engine.connect() as connection:  # nothing is committed: one installation is enough for all of them
            connection.execute(statement)
            found = [finding.row or "" for finding in check_accounts(events, all_account_rows(connection))]
        unseen += [] if any(name.startswith(row) for name in found) else [what]

    assert unseen == []


def test_a_changed_account_is_a_finding_of_the_installation(accounts: Office, database: Database) -> None:
    untouched = _found(database)

    _run(database, MANIPULATIONS["unit"][0])

    assert untouched == []
    assert _found(database) == [("row differs", "app_user:somchai")]


def test_a_membership_that_was_put_in_is_found_though_it_was_rightly_ended(accounts: Office, database: Database) -> None:
    _run(database, MANIPULATIONS["into a group"][0])

    accounts.engine.execute(ChangeMemberships("somchai", leave=["boss"]), SYSTEM)

    (finding,) = Verifying(database).everything()
    assert (finding.kind.value, finding.chain, finding.row) == ("row differs", "access:0", "membership:somchai/boss")


def test_a_password_that_was_exchanged_is_found_though_it_was_rightly_set_since(accounts: Office, database: Database) -> None:
    _run(database, MANIPULATIONS["password"][0])

    accounts.engine.execute(SetPassword("somchai", "the third"), SYSTEM)

    assert _found(database) == [("row differs", "app_user:somchai")]


def test_doing_the_same_again_raises_no_alarm(accounts: Office, database: Database) -> None:
    run = accounts.engine.execute
    run(SaveUnits([Unit("P50", "สำนักงานเชียงใหม่", "Chiang Mai", "50"), Unit("P51", "สำนักงานลำพูน")]), SYSTEM)
    run(CreateGroup("boss", "หัวหน้ากลุ่ม"), SYSTEM)
    run(ChangeMemberships("somchai", join=["clerks", "boss"], leave=["nobody"]), SYSTEM)
    run(ChangeMemberships("somchai", join=["boss"], leave=["boss"]), SYSTEM)

    found = _found(database)

    assert found == []


def test_administrators_at_once_raise_no_alarm(accounts: Office, database: Database) -> None:
    groups = [f"group{number}" for number in range(6)]

    at_once(
        *(lambda each=each: accounts.engine.execute(ChangeMemberships("somchai", [each, "boss"]), SYSTEM) for each in groups)
    )

    with database.reading() as connection:
        found = find_user(connection, "somchai")
    assert found is not None
    assert found[1] == {"clerks", "boss", *groups}
    assert _found(database) == []
