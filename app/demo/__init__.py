"""The demo: fictitious people and cases to try the product with, made by running real commands."""

from __future__ import annotations

from dataclasses import dataclass

from engine.commands import SYSTEM, CreateUser, Engine


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account that the banner of `anumat serve --demo` names."""

    user_name: str
    password: str
    role: str


ADMINISTRATOR = DemoAccount("demo", "demo", "ผู้ดูแลระบบสาธิต (administrator)")


def accounts() -> tuple[DemoAccount, ...]:
    """Return the accounts worth naming, the administrator first."""
    return (ADMINISTRATOR,)


def load(engine: Engine) -> None:
    """Create the demo's people and cases in a fresh installation; called once."""
    engine.execute(
        CreateUser(ADMINISTRATOR.user_name, "ผู้ดูแลระบบสาธิต", ADMINISTRATOR.password, groups=("demo.administrator",)),
        SYSTEM,
    )
