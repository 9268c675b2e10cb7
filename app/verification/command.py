"""`anumat verify`: compare processes in both engines and tell where they part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.library import library_paths
from app.preparation import say
from app.verification.differential import compare
from app.verification.spiff.reading import SpiffRefused
from app.verification.surroundings import library_surroundings
from engine import bpmn
from engine.errors import RequestInvalid

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from app.verification.differential import Comparison


def verify(options: argparse.Namespace) -> int:
    """Compare every process of a file, or one of the library by its id.

    Return 1 when the engines disagree, 2 when a process was not compared.
    """
    disagree = left_out = False
    file = Path(options.process) if Path(options.process).exists() else None
    surroundings = library_surroundings(beside=file)
    for xml in _files(options.process):
        for model in bpmn.parse(xml).processes:
            if file is not None or model.id == options.process:
                try:
                    found = compare(model.id, xml, runs=options.runs, seed=options.seed, surroundings=surroundings)
                except SpiffRefused as refusal:
                    say(f"{model.id}: not compared: {refusal}")
                    left_out = True
                    continue
                _tell(found)
                disagree, left_out = disagree or bool(found.differences), left_out or bool(found.reasons)
    return 1 if disagree else 2 if left_out else 0


def _files(process: str) -> Iterator[bytes]:
    if Path(process).exists():
        yield Path(process).read_bytes()
        return
    diagrams = (file for path in library_paths() for file in ([path] if path.is_file() else path.rglob("*.bpmn")))
    found = [file.read_bytes() for file in diagrams if file.suffix == ".bpmn"]
    wanted = [xml for xml in found if any(model.id == process for model in bpmn.parse(xml).processes)]
    if not wanted:
        raise RequestInvalid(f"There is no process {process!r} in the library and no such file.")
    yield from wanted


def _tell(found: Comparison) -> None:
    if found.reasons:
        say(f"{found.process_id}: not compared, because SpiffWorkflow does not execute all of it:")
        for reason in found.reasons:
            say(f"  {reason}")
        return
    seen = found.elements - len(found.unseen)
    say(
        f"{found.process_id}: {found.runs} runs, {found.steps} tasks, {seen} of {found.elements} elements, "
        f"{len(found.differences)} differences"
    )
    for difference in found.differences:
        say(f"  seed {difference.seed}, after {', '.join(difference.done) or 'the start'}: {difference.what}")
        say(f"    Anumat:        {difference.own}")
        say(f"    SpiffWorkflow: {difference.other}")
    if found.remarks:
        say("  Not compared, or in a simpler form:")
        for remark in found.remarks:
            say(f"    {remark}")
    if found.unseen:
        say(f"  No run came to: {', '.join(found.unseen)}")
