"""Checks an exported case: one file that needs Python 3.9 or newer and the package `cryptography`, and nothing of the system itself.

ตรวจสอบสำนวนที่ส่งออก: ใช้เพียงไฟล์นี้ Python 3.9 ขึ้นไป และแพ็กเกจ cryptography

Findings: one line of JSON each; a summary goes to the standard error. Exit status: 0 everything holds, 1 something does not, 2 no
bundle. The key inside a bundle proves only that its parts belong together: take the public key from somewhere else.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import struct
import sys
import zipfile
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "anumat-case-bundle/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.signature.json"
REFERENCE = re.compile(r'"contentHash":"([0-9a-f]{64})","documentId":"([^"\\]+)"')
ZIP64 = 0xFFFFFFFF
WORDS = {
    "altered": ("is not what was recorded", "ไม่ตรงกับที่บันทึกไว้"),
    "removed": ("is missing", "หายไป"),
    "inserted": ("does not belong here", "ไม่ใช่ส่วนหนึ่งของสำนวน"),
    "reordered": ("is not in its place", "ไม่อยู่ในลำดับเดิม"),
    "truncated": ("the end of the chain is missing", "ส่วนท้ายของลูกโซ่เหตุการณ์หายไป"),
    "forked": ("is not the chain that the checkpoint saw", "ไม่ใช่ลูกโซ่เหตุการณ์ที่จุดตรวจสอบรับรองไว้"),
    "document differs": ("is not the file that the record tells of", "ไม่ใช่ไฟล์ที่บันทึกไว้ในประวัติ"),
    "checkpoint forged": ("the checkpoint is not authentic", "จุดตรวจสอบไม่ใช่ของแท้"),
    "proof wrong": ("the proof does not lead to the checkpoint", "หลักฐานไม่นำไปสู่จุดตรวจสอบ"),
    "manifest forged": ("the list of contents is not authentic", "บัญชีรายการไม่ใช่ของแท้"),
    "container altered": ("the file around the contents was changed", "ไฟล์ที่บรรจุสำนวนถูกเปลี่ยนแปลง"),
}


class Verification:
    """One bundle and what is wrong with it."""

    def __init__(self, bundle: zipfile.ZipFile, trusted: dict[str, Ed25519PublicKey], copies: Path | None) -> None:
        self.bundle, self.trusted, self.copies = bundle, trusted, copies
        self.names = bundle.namelist()
        self.findings: list[dict[str, object]] = []
        self.key_id, self.documents, self.sealed = "", 0, 0
        self.digests: dict[str, str] = {}  # SHA-256 of the files that are there, by path
        self.told: dict[str, set[str]] = {}  # SHA-256 that the events tell of, by document
        self.chains: dict[str, list[str]] = {}  # hashes of the events, by chain

    def find(self, kind: str, what: str, **where: object) -> None:
        """Note a finding about `what`."""
        english, thai = WORDS[kind]
        self.findings.append({"kind": kind, **where, "message": f"{what}: {english}", "messageTh": f"{what}: {thai}"})

    def run(self) -> None:
        """Check everything."""
        text = self.bundle.read(MANIFEST)
        manifest = json.loads(text)
        keys = self.trusted or read_keys([self.bundle.read(name) for name in self.names if name.startswith("keys/")])
        signed = json.loads(self.bundle.read(SIGNATURE)) if SIGNATURE in self.names else {}
        self.key_id = str(signed.get("keyId"))
        if manifest.get("format") != FORMAT or not is_signed(text, signed.get("signature"), keys.get(self.key_id)):
            self.find("manifest forged", MANIFEST, file=MANIFEST)
        self._container()
        self._files(manifest["files"])
        for chain in manifest["chains"]:
            if chain["file"] in self.names:
                self._chain(chain)
        if manifest["checkpoint"] is not None and {"checkpoint.json", "proofs.json"} <= set(self.names):
            self._checkpoint(manifest["checkpoint"], keys)
        for entry in manifest["files"]:
            if "documentId" in entry and entry["path"] in self.digests:
                self.documents += 1
                told = self.told.get(str(entry["documentId"]))
                if told and self.digests[entry["path"]] not in told:
                    self.find("document differs", entry["path"], file=entry["path"])

    def _container(self) -> None:
        """The ZIP around the files is written in one way only: a byte that differs is a change."""
        file, offset, central = self.bundle.fp, 0, b""
        if len(set(self.names)) != len(self.names):
            self.find("inserted", "a name appears twice", file=max(self.names, key=self.names.count))
        if file is None or any(max(info.file_size, info.header_offset) >= ZIP64 for info in self.bundle.infolist()):
            return
        for info in self.bundle.infolist():
            file.seek(offset)
            name = info.filename.encode()
            if file.read(30 + len(name)) != local_header(info, name):
                self.find("container altered", info.filename, file=info.filename)
                return
            central += central_header(info, name, offset)
            offset += 30 + len(name) + info.file_size
        file.seek(offset)
        count = len(self.names)
        end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(central), offset, 0)
        if file.read(len(central) + len(end) + 1) != central + end:
            self.find("container altered", "ZIP")

    def _files(self, listed: list[dict[str, Any]]) -> None:
        for entry in listed:
            path = entry["path"]
            if path not in self.names:
                self.find("removed", path, file=path)
                continue
            digest = hashlib.sha256()
            with self.bundle.open(path) as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
            self.digests[path] = digest.hexdigest()
            if self.digests[path] != entry["sha256"]:
                self.find("altered", path, file=path)
        for path in sorted(set(self.names) - {entry["path"] for entry in listed} - {MANIFEST, SIGNATURE}):
            self.find("inserted", path, file=path)

    def _chain(self, chain: dict[str, Any]) -> None:
        name, bare, previous, expected = chain["chain"], [], "", 1
        erased: dict[str, int] = {}
        hashes: list[str] = []
        self.chains[name] = hashes
        for line in filter(None, self.bundle.read(chain["file"]).decode().split("\n")):
            parts = parts_of(line)
            event, text = parts["event"]
            digest, number = parts["hash"][0], event["sequence"]
            if number != expected:
                kind = "removed" if number > expected else "reordered"
                self.find(kind, f"{name} #{expected}", chain=name, sequence=expected)
            if event["processInstanceKey"] != name.partition(":")[2]:
                self.find("inserted", f"{name} #{number}", chain=name, sequence=number)
            is_kept = _sha256(text) == digest and self._is_sealed(event, parts)
            if not is_kept or (number == expected and event["previous"] != previous):
                self.find("altered", f"{name} #{number}", chain=name, sequence=number)
            if "details" not in parts and event["sealed"] is not None:
                bare.append((number, event["type"]))
            if event["type"] == "DETAILS_ERASED":
                for kind in event["facts"].get("types", [""]):
                    erased[kind] = max(erased.get(kind, 0), int(event["facts"]["through"]))
            hashes.append(digest)
            previous, expected = digest, number + 1
        for number, kind in bare if not chain["isWithoutDetails"] else []:
            if number > max(erased.get(kind, 0), erased.get("", 0)):
                self.find("removed", f"{name} #{number} details", chain=name, sequence=number)
        self._end(name, chain["length"], chain["head"], "altered" if len(hashes) == chain["length"] else "inserted")

    def _end(self, name: str, length: int, head: str, kind: str) -> None:
        """Hold the end of a chain against what somebody saw of it."""
        hashes = self.chains.get(name, [])
        if len(hashes) < length:
            self.find("truncated", name, chain=name, sequence=len(hashes) + 1)
        elif kind == "inserted" or (length and hashes[length - 1] != head):
            self.find(kind, name, chain=name, sequence=length)

    def _is_sealed(self, event: dict[str, Any], parts: dict[str, tuple[Any, str]]) -> bool:
        """Tell whether the details are those that the event seals, and remember which documents they tell of."""
        if "details" not in parts:
            return True
        values, text = parts["details"]
        for digest, document in REFERENCE.findall(text):
            self.told.setdefault(document, set()).add(digest)
        if event["type"] == "DOCUMENT_STORED":
            self.told.setdefault(event["facts"]["documentId"], set()).add(values["sha256"])
        return bool(_sha256(parts["salt"][0] + text) == event["sealed"])

    def _checkpoint(self, expected: int, keys: dict[str, Ed25519PublicKey]) -> None:
        text = self.bundle.read("checkpoint.json").decode().strip()
        parts = parts_of(text)
        fields, document = parts["checkpoint"]
        number = fields["number"]
        if number != expected or not is_signed(document.encode(), parts["signature"][0], keys.get(fields["keyId"])):
            self.find("checkpoint forged", f"checkpoint {number}", sequence=number)
        copy = self.copies and self.copies / f"{number:08}.json"
        if copy and (not copy.exists() or copy.read_text(encoding="utf-8").strip() != text):
            self.find("checkpoint forged", f"checkpoint {number} ({copy})", sequence=number)
        for proof in json.loads(self.bundle.read("proofs.json")):
            leaf = json.loads(proof["leaf"])
            if root_of(proof, fields["treeSize"]) != fields["root"]:
                self.find("proof wrong", leaf["chain"], chain=leaf["chain"])
            self.sealed += min(leaf["length"], len(self.chains.get(leaf["chain"], [])))
            self._end(leaf["chain"], leaf["length"], leaf["head"], "forked")


def local_header(info: zipfile.ZipInfo, name: bytes) -> bytes:
    """Return what stands before a file that is stored as it is, in 1980, with no word about itself (APPNOTE 4.3.7)."""
    size = info.file_size
    return struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 0x21, info.CRC, size, size, len(name), 0) + name


def central_header(info: zipfile.ZipInfo, name: bytes, offset: int) -> bytes:
    """Return what the table at the end says of the same file (APPNOTE 4.3.12)."""
    size, mode = info.file_size, 0o100644 << 16
    sizes = (info.CRC, size, size, len(name), 0, 0, 0, 0, mode, offset)
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", 0x0314, 20, 0, 0, 0, 0x21, *sizes) + name


def parts_of(line: str) -> dict[str, tuple[Any, str]]:
    """Return the members of a JSON object, each with its text as it stands, because that is what was hashed; raise ValueError."""
    decoder, place, parts = json.JSONDecoder(), 1, {}
    while place < len(line):
        name, place = decoder.raw_decode(line, place)
        value, end = decoder.raw_decode(line, place + 1)
        parts[name] = (value, line[place + 1 : end])
        place = end + 1
    return parts


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def root_of(proof: dict[str, Any], size: int) -> str | None:
    """Return the root that follows from a leaf and its audit path (RFC 9162 2.1.3.2)."""
    place, last = proof["index"], size - 1
    if not 0 <= place <= last:
        return None
    node = hashlib.sha256(b"\0" + proof["leaf"].encode()).digest()
    for sibling in map(bytes.fromhex, proof["path"]):
        if last == 0:
            return None
        if place & 1 or place == last:
            node = hashlib.sha256(b"\1" + sibling + node).digest()
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = hashlib.sha256(b"\1" + node + sibling).digest()
        place, last = place >> 1, last >> 1
    return node.hex() if last == 0 else None


def is_signed(document: bytes, signature: object, key: Ed25519PublicKey | None) -> bool:
    """Tell whether the signature (hexadecimal) is the key's (RFC 8032)."""
    try:
        if key is not None:
            key.verify(bytes.fromhex(str(signature)), document)
    except (InvalidSignature, ValueError):
        return False
    return key is not None


def read_keys(files: list[bytes]) -> dict[str, Ed25519PublicKey]:
    """Return public keys by their names: the first 16 digits of the SHA-256 of the key's 32 bytes."""
    found = {}
    for pem in files:
        key = serialization.load_pem_public_key(pem)
        if isinstance(key, Ed25519PublicKey):
            raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
            found[hashlib.sha256(raw).hexdigest()[:16]] = key
    return found


def verify(path: Path, trusted: dict[str, Ed25519PublicKey], copies: Path | None) -> Verification | None:
    """Check a bundle; None when the file is no bundle at all."""
    try:
        with zipfile.ZipFile(path) as bundle:
            verification = Verification(bundle, trusted, copies)
            try:
                verification.run()
            except Exception as error:  # noqa: BLE001 (whatever forged bytes make a library raise is a finding)
                verification.find("altered", f"{path.name} ({type(error).__name__})")
            return verification
    except (OSError, zipfile.BadZipFile):
        return None


def main(arguments: list[str] | None = None) -> int:
    """Run as the docstring of the module says; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--public-key", type=Path, help="trust this key and no other / เชื่อถือกุญแจนี้เท่านั้น")
    parser.add_argument("--checkpoints", type=Path, help="a copy of the published checkpoints / สำเนาจุดตรวจสอบ")
    options = parser.parse_args(arguments)
    trusted = read_keys([options.public_key.read_bytes()]) if options.public_key else {}
    done = verify(options.bundle, trusted, options.checkpoints)
    if done is None:
        sys.stderr.write(f"{options.bundle}: no case bundle / ไม่ใช่ไฟล์สำนวนที่ส่งออก\n")
        return 2
    for finding in done.findings:
        sys.stdout.write(json.dumps(finding, ensure_ascii=False) + "\n")
    sys.stderr.write(summary(done, is_trusted=bool(trusted)))
    return 1 if done.findings else 0


def summary(done: Verification, *, is_trusted: bool) -> str:
    """Return what was checked and with which result, for people."""
    events, chains, faults = sum(map(len, done.chains.values())), len(done.chains), len(done.findings)
    known = "" if is_trusted else " (compare with the published one / โปรดเทียบกับกุญแจที่ประกาศไว้)"
    return (
        f"{events} events in {chains} chains, {done.sealed} under the checkpoint; {done.documents} documents\n"
        f"เหตุการณ์ {events} รายการใน {chains} ลูกโซ่ อยู่ใต้จุดตรวจสอบ {done.sealed} รายการ เอกสาร {done.documents} ไฟล์\n"
        f"key / กุญแจ: {done.key_id}{known}\n"
        + (f"DOES NOT HOLD: {faults} findings / ไม่ถูกต้อง: พบ {faults} รายการ\n" if faults else "HOLDS / ถูกต้องครบถ้วน\n")
    )


if __name__ == "__main__":
    raise SystemExit(main())
