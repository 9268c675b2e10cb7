"""Finding out who somebody is: by password, bearer token or session, with one query each."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from engine.errors import NotAuthenticated, TooManyTries
from engine.identity import Actor
from engine.identity.passwords import VerifiedCredentials, is_password, secret_hash
from engine.identity.permissions import permissions_of
from engine.identity.throttle import SignInThrottle
from engine.model.clock import SystemClock
from engine.store import users as store

if TYPE_CHECKING:
    from engine.model.identity import User
    from engine.store.database import Database


class Authentication:
    """Turns credentials into actors."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._verified = VerifiedCredentials()
        self._real_time = SystemClock()
        self._throttle = SignInThrottle()

    def authenticate(self, user_name: str, password: str, address: str = "") -> Actor:
        """Return the actor of a user name and password; raise NotAuthenticated. A right password is remembered for minutes.

        After a few wrong tries for one name from one address the next ones wait: TooManyTries.
        """
        if self._throttle.must_wait(user_name, address):
            raise TooManyTries
        try:
            actor = self._authenticate(user_name, password)
        except NotAuthenticated:
            self._throttle.wrong(user_name, address)
            raise
        self._throttle.right(user_name, address)
        return actor

    def _authenticate(self, user_name: str, password: str) -> Actor:
        with self._database.reading() as connection:
            found = store.find_user(connection, user_name)
        if found is None or not found[0].is_active:
            is_password(None, password)
            raise NotAuthenticated
        user, groups = found
        if not self._verified.is_known(user_name, user.credential_version, password):
            if not is_password(user.password_hash, password):
                raise NotAuthenticated
            self._verified.remember(user_name, user.credential_version, password)
        by_password = f"basic:{self._real_time.now():%Y-%m-%d}"
        return _actor(user, groups, session_id=by_password, is_reauthenticated=True)

    def authenticate_token(self, secret: str) -> Actor:
        """Return the actor of a bearer token; raise NotAuthenticated when it is unknown or has expired."""
        with self._database.reading() as connection:
            found = store.find_user_of_token(connection, secret_hash(secret), self._real_time.now())
        if found is None or not found[0].is_active:
            raise NotAuthenticated
        return _actor(*found, session_id=f"token:{secret_hash(secret)[:16]}")

    def actor_of_session(self, user_name: str, credential_version: int, session_id: str | None) -> Actor:
        """Return the actor of a signed session cookie; raise NotAuthenticated when the credentials changed meanwhile."""
        with self._database.reading() as connection:
            found = store.find_user(connection, user_name)
        if found is None or not found[0].is_active or found[0].credential_version != credential_version:
            raise NotAuthenticated
        return _actor(*found, session_id=session_id)

    def credential_version(self, user_name: str) -> int:
        """Return what a new session must remember, so that it ends when the credentials change; raise NotAuthenticated."""
        with self._database.reading() as connection:
            found = store.find_user(connection, user_name)
        if found is None:
            raise NotAuthenticated
        return found[0].credential_version

    def reauthenticate(self, actor: Actor, password: str) -> Actor:
        """Return the actor as one who has just given the password again; raise NotAuthenticated when it is wrong."""
        proved = self.authenticate(actor.user_name, password)
        return replace(actor, is_reauthenticated=proved.is_reauthenticated)


def _actor(user: User, groups: frozenset[str], *, session_id: str | None, is_reauthenticated: bool = False) -> Actor:
    return Actor(
        user_name=user.user_name,
        groups=groups,
        unit=user.unit,
        province=user.province,
        capacity=user.position,
        permissions=permissions_of(groups),
        name=user.name,
        position=user.position,
        is_service=user.is_service,
        session_id=session_id,
        is_reauthenticated=is_reauthenticated,
    )
