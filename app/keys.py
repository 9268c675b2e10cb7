"""`anumat key`: looking after the master key, and replacing it by another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.at_the_engine import at_the_engine
from app.master_key import establish, new_master_key, path_of, read_keys, write_keys
from app.preparation import say
from app.progress import Progress
from engine.commands.master_keys import noted_master_keys, retire_old_master_keys, rewrap

if TYPE_CHECKING:
    import argparse

    from app.settings import Settings
    from engine.commands import Engine


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Run one action; return the exit status: 1 when something was refused."""
    return at_the_engine(settings, lambda engine: _ACTIONS[options.action](engine, settings))


def _show(engine: Engine, settings: Settings) -> None:
    needed = noted_master_keys(engine.database)
    say(str(path_of(settings)))
    for number, key in enumerate(read_keys(path_of(settings))):
        use = "current" if number == 0 else "needed" if key.id.hex() in needed else "not needed"
        say(f"  {key.id.hex()}  {use}")


def _add(engine: Engine, settings: Settings) -> None:
    path = path_of(settings)
    write_keys(path, [new_master_key(), *read_keys(path)])
    establish(engine.database, settings)
    say(f"{path}: the new key comes first. Copy the file to every server, keep a copy elsewhere, then run `anumat key rewrap`.")


def _rewrap(engine: Engine, _settings: Settings) -> None:
    progress = Progress("keys")
    try:
        done = rewrap(engine.database, progress.count)
    finally:
        progress.end()
    say(f"{done} keys were wrapped anew. When every server has the file, run `anumat key retire`.")


def _retire(engine: Engine, settings: Settings) -> None:
    rewrap(engine.database)
    old, path = retire_old_master_keys(engine.database), path_of(settings)
    write_keys(path, [key for key in read_keys(path) if key.id.hex() not in old])
    say(
        f"Retired: {', '.join(old) or 'none'}. What was erased stays unreadable in old backups once their copies are destroyed too."
    )


_ACTIONS = {"show": _show, "add": _add, "rewrap": _rewrap, "retire": _retire}
