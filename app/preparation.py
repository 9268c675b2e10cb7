"""What happens before the first request: schema, process library, demo, and the banner that says where to go."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from app import demo
from app.library import deploy_library
from app.master_key import establish
from engine.errors import DeploymentRefused
from engine.store.migrations import upgrade
from engine.store.settings import read_setting, write_setting
from engine.store.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from app.settings import Settings
    from engine.commands import Engine

DEMO_LOADED = "demo.loaded"


def prepare(engine: Engine, settings: Settings, *, with_demo: bool) -> None:
    """Migrate an embedded database, deploy the process library, load the demo once, print the banner."""
    establish(engine.database, settings)
    if settings.is_embedded or with_demo:
        upgrade(engine.database)
    deploy_the_library(engine)
    if with_demo:
        load_demo(engine)
    say(banner(settings, with_demo=with_demo))


def deploy_the_library(engine: Engine) -> None:
    """Deploy the process library; a library that is refused is reported and the versions before it stay."""
    try:
        deploy_library(engine)
    except DeploymentRefused as refusal:
        for finding in refusal.findings:
            say(f"{finding.resource}: {finding.element_id or ''} {finding.message}", to_errors=True)


def load_demo(engine: Engine) -> None:
    """Load the demo into an installation that has not got it, or complete what an interrupted run has left."""
    with demo.turn(engine):
        with engine.reading() as connection:
            is_loaded = read_setting(connection, DEMO_LOADED)
        if is_loaded:
            return
        demo.load(engine)
        with unit_of_work(engine.database) as uow:
            write_setting(uow.connection, DEMO_LOADED, value=True)
            uow.commit()


def banner(settings: Settings, *, with_demo: bool) -> str:
    """Return the lines that tell where to go and who to be."""
    lines = ["", f"  Anumat (อนุมัติ)  http://{settings.host}:{settings.port}", ""]
    if with_demo:
        lines += ["  Demo accounts (user name / password):"]
        lines += [f"    {account.user_name} / {account.password}  {account.role}" for account in demo.accounts()]
        lines += [""]
    return "\n".join([*lines, "  Ctrl-C stops it.", ""])


def say(text: str, *, to_errors: bool = False) -> None:
    """Tell the person at the terminal."""
    print(text, file=sys.stderr if to_errors else sys.stdout, flush=True)
