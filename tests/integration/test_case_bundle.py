"""A case that was exported proves itself to an outsider, and a bundle that was changed in any way is found."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.commands import StoreDocument
from engine.errors import NotFound
from engine.history import checkpoint as signing
from engine.model.process_instance import process_instances
from engine.queries.case_bundle import BundleRequest, Sealing, write_case_bundle
from engine.queries.visibility import SECRET
from tests.integration.attacker import MALEE, SOMCHAI, Attacker
from tests.integration.bundle_forger import Forger
from tests.integration.office import person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from engine.identity.actor import Actor

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

AUDITOR = person("nipa", "auditor")


@pytest.fixture(autouse=True)
def nothing_to_find() -> None:
    """Let these tests tamper."""


def export(attacker: Attacker, actor: Actor = AUDITOR, *, with_details: bool = True) -> bytes:
    """Return the bundle of the attacked case."""
    out, engine = io.BytesIO(), attacker.office.engine
    request = BundleRequest(
        actor, engine.now(), reason="ศาลขอ", with_details=with_details, sealing=Sealing(attacker.checkpointing.signer)
    )
    with attacker.database.snapshot() as connection:
        write_case_bundle(connection, out, attacker.key, request)
    return out.getvalue()


@pytest.fixture
def forger(attacker: Attacker, tmp_path: Path) -> Forger:
    """Give somebody the bundle of a case with a document and a sealed history."""
    attacker.office.engine.execute(StoreDocument("พยาน.txt", "text/plain", "คำให้การ".encode(), attacker.key), SOMCHAI)
    attacker.checkpointing.run()
    forger = Forger(tmp_path / "case.zip", attacker.checkpointing.directory / "public_key.pem")
    forger.path.write_bytes(export(attacker))
    return forger


def test_the_verifier_confirms_an_untouched_bundle_with_nothing_of_ours_installed(forger: Forger, tmp_path: Path) -> None:
    (tmp_path / "standalone_verifier.py").write_bytes(forger.read()["standalone_verifier.py"])
    # Without the start-up files of site-packages the checkout is not on the path, while libraries are.
    environment = {"PYTHONPATH": sysconfig.get_path("purelib"), "PATH": os.environ["PATH"]}
    python = [sys.executable, "-S", "-P"]
    ours = subprocess.run([*python, "-c", "import engine"], env=environment, cwd=tmp_path, capture_output=True, check=False)
    command = [*python, "standalone_verifier.py", "case.zip", "--public-key", str(forger.public_key)]

    done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert b"No module named 'engine'" in ours.stderr
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "HOLDS / ถูกต้องครบถ้วน" in done.stderr
    assert "2 documents" in done.stderr


def test_findings_are_lines_of_json_in_two_languages_and_an_exit_status(
    forger: Forger, capsys: pytest.CaptureFixture[str]
) -> None:
    forger.rewrite(lambda lines: lines[:-1])

    from engine.history.standalone_verifier import main

    assert main([str(forger.path)]) == 1
    printed = capsys.readouterr()
    findings = [json.loads(line) for line in printed.out.splitlines()]
    assert {"manifest forged", "truncated"} <= {finding["kind"] for finding in findings}
    assert all(finding["message"] and finding["messageTh"] for finding in findings)
    assert "DOES NOT HOLD" in printed.err
    assert main([str(forger.public_key)]) == 2


def test_the_same_case_gives_the_same_bytes(attacker: Attacker) -> None:
    assert export(attacker) == export(attacker)


def test_a_reader_who_may_not_see_the_case_gets_no_bundle(attacker: Attacker) -> None:
    attacker.run(sa.update(process_instances).values(confidentiality=SECRET))

    with pytest.raises(NotFound):
        export(attacker, person("prasit", "clerks"))


def test_only_an_auditor_is_told_who_read_the_case(attacker: Attacker) -> None:
    def names(actor: Actor) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(export(attacker, actor))).namelist()

    assert f"access/{attacker.key}.jsonl" in names(AUDITOR)
    assert not [name for name in names(SOMCHAI) if name.startswith("access/")]


def test_without_details_the_chain_still_verifies_and_tells_no_values(attacker: Attacker, forger: Forger) -> None:
    bundle = export(attacker, with_details=False)
    forger.path.write_bytes(bundle)

    assert forger.found() == []
    assert "พักผ่อน".encode() not in bundle
    assert "พักผ่อน".encode() in export(attacker)


def test_a_history_that_was_tampered_with_in_the_database_is_found_in_the_bundle(attacker: Attacker, forger: Forger) -> None:
    events = attacker.office.history(attacker.key)
    events[2].actor = MALEE.user_name
    attacker.rewrite(events)
    forger.path.write_bytes(export(attacker))

    assert forger.kinds() == {"forked"}


CHANGES: dict[str, tuple[Callable[[list[bytes]], list[bytes]], str]] = {
    "an altered event": (lambda lines: [lines[0], lines[1].replace(b'"actor":"', b'"actor":"x'), *lines[2:]], "altered"),
    "altered details": (lambda lines: [line.replace("พักผ่อน".encode(), "ป่วย".encode()) for line in lines], "altered"),
    "erased details": (lambda lines: [re.sub(rb'"details":.*"event":(.*),"salt":.*}', rb'"event":\1}', line) for line in lines], "removed"),
    "a removed event": (lambda lines: lines[:3] + lines[4:], "removed"),
    "reordered events": (lambda lines: [*lines[:3], lines[4], lines[3], *lines[5:]], "reordered"),
    "an event put in twice": (lambda lines: lines[:4] + lines[3:], "reordered"),
    "a truncated chain": (lambda lines: lines[:-2], "truncated"),
    "an event added at the end": (lambda lines: [*lines, lines[-1]], "inserted"),
    "an event of another case": (
        lambda lines: [lines[0].replace(b'"processInstanceKey":"', b'"processInstanceKey":"9'), *lines[1:]],
        "inserted",
    ),
    "lines that are no events": (lambda _lines: [b"{}\n"], "altered"),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_to_the_chain_is_found(forger: Forger, what: str) -> None:
    change, kind = CHANGES[what]

    forger.rewrite(change)

    assert {kind, "manifest forged"} <= forger.kinds()


def test_a_swapped_document_is_found(forger: Forger) -> None:
    path = next(path for path in forger.read() if path.startswith("documents/"))

    forger.change(path, lambda _data: b"forged")

    assert forger.kinds() == {"manifest forged", "document differs"}


@pytest.mark.parametrize("path", ["checkpoint.json", "proofs.json", "case.json", "decisions.json", "README.txt"])
def test_a_removed_file_is_found(forger: Forger, path: str) -> None:
    files = forger.read()
    del files[path]

    forger.write(files)

    assert forger.kinds() == {"removed"}


def test_a_file_put_in_is_found(forger: Forger) -> None:
    forger.write({**forger.read(), "documents/9999.pdf": b"%PDF"})

    assert forger.kinds() == {"inserted"}


def test_a_list_of_contents_without_a_file_is_found(forger: Forger) -> None:
    files = forger.read()
    del files["checkpoint.json"]

    forger.write(files, is_listed=True)

    assert forger.kinds() == {"manifest forged"}


def test_an_edited_manifest_is_found(forger: Forger) -> None:
    files = forger.read()
    files["manifest.json"] = files["manifest.json"].replace(b'"exportedBy":"nipa"', b'"exportedBy":"malee"')

    forger.write(files)

    assert forger.kinds() == {"manifest forged"}


@pytest.mark.parametrize("path", ["manifest.json", "manifest.signature.json"])
def test_a_bundle_without_its_signed_list_is_found(forger: Forger, path: str) -> None:
    files = forger.read()
    del files[path]

    forger.write(files)

    assert forger.kinds()


def test_a_forged_checkpoint_is_found(forger: Forger) -> None:
    other = signing.read_signer(signing.new_key_pem())
    files = forger.read()
    document = files["checkpoint.json"].decode().partition('{"checkpoint":')[2].rpartition(',"signature"')[0]
    forged = f'{{"checkpoint":{document},"signature":"{other.sign(document)}"}}'

    forger.change("checkpoint.json", lambda _data: forged.encode())

    assert forger.kinds() == {"manifest forged", "checkpoint forged"}


def test_a_wrong_proof_is_found(forger: Forger) -> None:
    forger.change("proofs.json", lambda data: data.replace(b'"index":', b'"index":1'))

    assert forger.kinds() == {"manifest forged", "proof wrong"}


def test_a_leaf_about_another_end_is_found(forger: Forger) -> None:
    forger.change("proofs.json", lambda data: data.replace(b'\\"length\\":', b'\\"length\\":1'))

    assert {"proof wrong", "truncated"} <= forger.kinds()


def test_a_bundle_signed_anew_with_another_key_is_found_by_whoever_knows_the_key(forger: Forger) -> None:
    thief = signing.read_signer(signing.new_key_pem())
    files = {path: data for path, data in forger.read().items() if not path.startswith("keys/")}
    files[f"keys/{signing.key_id(thief.public_key)}.pem"] = signing.public_key_pem(thief.public_key)
    files["case.json"] = files["case.json"].replace("พักผ่อน".encode(), "ป่วย".encode())
    checkpoint = files["checkpoint.json"].decode()
    document = checkpoint.partition('{"checkpoint":')[2].rpartition(',"signature"')[0]
    files["checkpoint.json"] = f'{{"checkpoint":{document},"signature":"{thief.sign(document)}"}}'.encode()

    forger.write(files, key=thief)

    assert {"manifest forged", "checkpoint forged"} <= forger.kinds()
    assert "checkpoint forged" in forger.kinds(is_key_known=False)  # it still names the true key


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_byte_is_changed_is_found(forger: Forger, data: st.DataObject) -> None:
    before = forger.path.read_bytes()
    place = data.draw(st.integers(0, len(before) - 1))
    bit = 1 << data.draw(st.integers(0, 7))

    forger.path.write_bytes(before[:place] + bytes([before[place] ^ bit]) + before[place + 1 :])
    try:
        found = forger.kinds()
    finally:
        forger.path.write_bytes(before)

    assert found, f"byte {place} of {len(before)}, bit {bit}"


@pytest.mark.parametrize(
    "change", [lambda data: data + b"x", lambda data: b"x" + data, lambda data: data[:-5], lambda _data: b""]
)
def test_bytes_around_the_bundle_are_found(forger: Forger, change: Callable[[bytes], bytes]) -> None:
    forger.path.write_bytes(change(forger.path.read_bytes()))

    assert forger.kinds()
