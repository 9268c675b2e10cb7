"""The file format of an exported case: a ZIP that is the same for the same contents, with a signed list of what is in it."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from engine.history import checkpoint as signing
from engine.history import standalone_verifier
from engine.history.canonical_json import canonical
from engine.history.event_hash import event_text, with_hashes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from engine.history.checkpoint import Signer
    from engine.model.history_event import HistoryEvent

FORMAT = standalone_verifier.FORMAT
FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
READ_ME = """\
This is the complete record of one case. To check it:  python standalone_verifier.py BUNDLE.zip --public-key KEY.pem
Needs Python 3.9 or newer and its package cryptography. Take the verifier and the public key from the publisher, not from here.

สำนวนฉบับสมบูรณ์ของเรื่องหนึ่งเรื่อง วิธีตรวจสอบ:  python standalone_verifier.py BUNDLE.zip --public-key KEY.pem
ใช้ Python 3.9 ขึ้นไปและแพ็กเกจ cryptography ควรขอไฟล์ตรวจสอบและกุญแจสาธารณะจากหน่วยงานโดยตรง

manifest.json   what is in here, signed / บัญชีรายการที่ลงลายมือชื่อ
events/         what happened, chained by hash / เหตุการณ์ทั้งหมด เชื่อมกันด้วยแฮช
access/         who read it / ผู้ที่เปิดอ่าน
checkpoint.json, proofs.json, keys/   what seals the chains / จุดตรวจสอบ หลักฐาน และกุญแจ
case.json, decisions.json             the same as rows / ข้อมูลสรุป
diagrams/, forms/, decisions/         what was in force / แผนผัง แบบฟอร์ม และตารางตัดสินใจที่ใช้
documents/      files by number; their names are in manifest.json / ไฟล์เอกสาร ชื่อเดิมอยู่ใน manifest.json
"""


@dataclass(frozen=True, slots=True)
class BundleFile:
    """One file for the bundle; `facts` is what the list of contents says of it besides size and hash."""

    path: str
    data: bytes
    facts: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BundledChain:
    """A chain of events; without details where the reader may not see them."""

    name: str
    """`case:KEY` or `access:KEY`."""
    events: Sequence[HistoryEvent]
    has_details: bool = True

    @property
    def path(self) -> str:
        """Where its events are in the bundle."""
        kind, _, key = self.name.partition(":")
        return f"{'events' if kind == 'case' else kind}/{key}.jsonl"

    def facts(self) -> dict[str, object]:
        """Return what the list of contents says of the chain."""
        last = self.events[-1] if self.events else None
        return {
            "chain": self.name,
            "file": self.path,
            "head": (last.hash or "") if last else "",
            "isWithoutDetails": not self.has_details,
            "length": last.sequence if last else 0,
        }

    def file(self) -> BundleFile:
        """Return the events, a line each: the text that was hashed, the details with their salt, the hash."""
        return BundleFile(self.path, "".join(self._lines()).encode())

    def _lines(self) -> Iterator[str]:
        previous = ""
        for event, digest in with_hashes(self.events):
            text = f'"event":{event_text(previous, event)},"hash":"{digest}"'
            if event.details is None or not self.has_details:
                yield f"{{{text}}}\n"
            else:
                yield f'{{"details":{event.details},{text},"salt":"{event.salt}"}}\n'
            previous = digest


def common_files(public_keys: Iterable[Ed25519PublicKey]) -> list[BundleFile]:
    """Return what every bundle holds: how to check it, the verifier, and the keys that signed."""
    verifier = Path(standalone_verifier.__file__).read_bytes()
    keys = {signing.key_id(key): signing.public_key_pem(key) for key in public_keys}
    return [
        BundleFile("README.txt", READ_ME.encode()),
        BundleFile("standalone_verifier.py", verifier),
        *(BundleFile(f"keys/{name}.pem", pem) for name, pem in sorted(keys.items())),
    ]


def write_bundle(
    out: IO[bytes],
    files: Iterable[BundleFile],
    facts: Mapping[str, object],
    chains: Sequence[BundledChain],
    signer: Signer | None,
) -> None:
    """Write the bundle to a file open for writing in binary: one file after the other, then the list of them, signed.

    `facts` are members of the list beside `files`, `chains` and `format`. Without a signer the list is not signed, and the
    verifier says that it cannot be relied on. Nothing is compressed, so that every version of every library writes the same.
    """
    listed: list[dict[str, Any]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in (*(chain.file() for chain in chains), *files):
            _add(archive, file.path, file.data)
            hashed = hashlib.sha256(file.data).hexdigest()
            listed.append({**file.facts, "path": file.path, "sha256": hashed, "size": len(file.data)})
        told = {**facts, "chains": [chain.facts() for chain in chains], "files": listed, "format": FORMAT}
        manifest = canonical(told)
        _add(archive, standalone_verifier.MANIFEST, manifest.encode())
        if signer is not None:
            signed = {"keyId": signing.key_id(signer.public_key), "signature": signer.sign(manifest)}
            _add(archive, standalone_verifier.SIGNATURE, canonical(signed).encode())


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, FIRST_DAY_OF_ZIP)
    info.create_system, info.external_attr = 3, 0o100644 << 16
    archive.writestr(info, data)
