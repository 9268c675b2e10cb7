"""Signing in by password, token and session; what ends it."""

from datetime import UTC, datetime, timedelta

import pytest

from engine.commands import SYSTEM, ChangeMemberships, CreateUser, DeactivateUser, IssueToken, Permission, SetPassword
from engine.errors import AlreadyExists, NotAllowed, NotAuthenticated, RequestInvalid
from engine.store.database import Database, statements_of
from tests.integration.office import Office, person


@pytest.fixture(autouse=True)
def somchai(office: Office) -> None:
    """Create an account."""
    command = CreateUser(
        "somchai",
        "นายสมชาย ใจดี",
        "secret",
        groups=("process.operator", "boss"),
        unit="P50",
        province="50",
        position="ผอ.กต.จว.",
    )
    office.engine.execute(command, SYSTEM)


def test_a_password_gives_an_actor_with_groups_and_permissions(office: Office) -> None:
    actor = office.engine.authenticate("somchai", "secret")

    assert (actor.name, actor.unit, actor.province, actor.capacity) == ("นายสมชาย ใจดี", "P50", "50", "ผอ.กต.จว.")
    assert actor.groups == {"process.operator", "boss"}
    assert actor.may(Permission.OPERATE)
    assert not actor.may(Permission.MANAGE_USERS)


@pytest.mark.parametrize(
    ("user_name", "password"), [("somchai", "wrong"), ("nobody", "secret"), ("somchai", ""), ("system", "")]
)
def test_anything_else_is_not_authenticated(office: Office, user_name: str, password: str) -> None:
    with pytest.raises(NotAuthenticated):
        office.engine.authenticate(user_name, password)


def test_signing_in_takes_one_statement(office: Office, database: Database) -> None:
    with statements_of(database) as statements:
        office.engine.authenticate("somchai", "secret")

    assert len(statements) == 1


def test_a_new_password_ends_the_old_one_at_once_and_every_session(office: Office) -> None:
    office.engine.authenticate("somchai", "secret")
    version = office.engine.credential_version("somchai")

    office.engine.execute(SetPassword("somchai", "other"), SYSTEM)

    with pytest.raises(NotAuthenticated):
        office.engine.authenticate("somchai", "secret")
    with pytest.raises(NotAuthenticated):
        office.engine.actor_of_session("somchai", version, "s1")
    assert office.engine.authenticate("somchai", "other").user_name == "somchai"


def test_a_session_gives_the_same_actor(office: Office) -> None:
    actor = office.engine.actor_of_session("somchai", office.engine.credential_version("somchai"), "s1")

    assert (actor.user_name, actor.session_id, actor.is_reauthenticated) == ("somchai", "s1", False)


def test_a_deactivated_account_cannot_sign_in(office: Office) -> None:
    office.engine.execute(DeactivateUser("somchai"), SYSTEM)

    with pytest.raises(NotAuthenticated):
        office.engine.authenticate("somchai", "secret")


def test_a_token_works_until_it_expires(office: Office) -> None:
    office.engine.execute(CreateUser("robot", "Robot", groups=("service.worker",), is_service=True), SYSTEM)
    lasting = office.engine.execute(IssueToken("robot", "worker"), SYSTEM)
    expired = office.engine.execute(IssueToken("robot", "old", datetime.now(UTC) - timedelta(seconds=1)), SYSTEM)

    actor = office.engine.authenticate_token(lasting)

    assert (actor.user_name, actor.is_service, actor.may(Permission.WORK_JOBS)) == ("robot", True, True)
    for secret in (expired, "anumat_unknown"):
        with pytest.raises(NotAuthenticated):
            office.engine.authenticate_token(secret)


def test_memberships_count_from_the_next_request(office: Office) -> None:
    office.engine.execute(ChangeMemberships("somchai", join=["auditor"], leave=["process.operator"]), SYSTEM)

    assert office.engine.authenticate("somchai", "secret").groups == {"auditor", "boss"}


def test_accounts_are_managed_by_whoever_may(office: Office) -> None:
    with pytest.raises(NotAllowed):
        office.engine.execute(CreateUser("x", "X", "secret"), person("malee", "boss"))
    with pytest.raises(NotAllowed):
        office.engine.execute(SetPassword("somchai", "other"), person("malee", "boss"))


def test_user_names_are_unique_and_plain(office: Office) -> None:
    with pytest.raises(AlreadyExists):
        office.engine.execute(CreateUser("somchai", "Another", "secret"), SYSTEM)
    for name in ("", "system", "with space", "a/b"):
        with pytest.raises(RequestInvalid):
            office.engine.execute(CreateUser(name, "X", "secret"), SYSTEM)
