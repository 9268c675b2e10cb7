"""Taking turns: of several server processes that start at the same time on one computer, one loads the demo."""

from __future__ import annotations

import fcntl
import tempfile
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from engine.commands import Engine


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    """Wait until no other process loads the demo into the same database; a process that dies gives its turn up."""
    name = sha256(str(engine.database.url).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"anumat-demo-{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
