"""Somebody who has a case bundle in their hands and changes it, with or without putting the list of contents right."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.history import checkpoint as signing
from engine.history import standalone_verifier as verifier
from engine.history.canonical_json import canonical

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@dataclass
class Forger:
    """Rewrites one bundle; `found` tells what the verifier says of the result."""

    path: Path
    public_key: Path

    def read(self) -> dict[str, bytes]:
        """Return the files of the bundle by path."""
        with zipfile.ZipFile(self.path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def write(self, files: dict[str, bytes], *, key: signing.Signer | None = None, is_listed: bool = False) -> None:
        """Replace the bundle; with `is_listed` the list of contents fits again, with `key` it is signed again."""
        if is_listed or key is not None:
            manifest = json.loads(files[verifier.MANIFEST])
            facts = {entry["path"]: entry for entry in manifest["files"]}
            paths = [path for path in files if path not in {verifier.MANIFEST, verifier.SIGNATURE}]
            manifest["files"] = [
                {**facts.get(path, {"path": path}), "sha256": hashlib.sha256(files[path]).hexdigest(), "size": len(files[path])}
                for path in paths
            ]
            files[verifier.MANIFEST] = canonical(manifest).encode()
        if key is not None:
            signed = {"keyId": signing.key_id(key.public_key), "signature": key.sign(files[verifier.MANIFEST].decode())}
            files[verifier.SIGNATURE] = canonical(signed).encode()
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in files.items():
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                info.create_system, info.external_attr = 3, 0o100644 << 16
                archive.writestr(info, data)

    def change(self, path: str, change: Callable[[bytes], bytes]) -> None:
        """Change one file and put the list of contents right, which the signature then contradicts."""
        files = self.read()
        files[path] = change(files[path])
        self.write(files, is_listed=True)

    def events(self) -> tuple[str, list[bytes]]:
        """Return path and lines of the longest chain."""
        files = self.read()
        path = max((path for path in files if path.startswith("events/")), key=lambda path: len(files[path]))
        return path, files[path].splitlines(keepends=True)

    def rewrite(self, change: Callable[[list[bytes]], list[bytes]]) -> None:
        """Change the lines of the longest chain and put the list of contents right."""
        path, lines = self.events()
        self.change(path, lambda _data: b"".join(change(lines)))

    def found(self, *, is_key_known: bool = True) -> list[dict[str, Any]]:
        """Return what the verifier finds."""
        trusted = verifier.read_keys([self.public_key.read_bytes()]) if is_key_known else {}
        done = verifier.verify(self.path, trusted, None)
        return [{"kind": "no bundle"}] if done is None else done.findings

    def kinds(self, *, is_key_known: bool = True) -> set[str]:
        """Return the kinds of what the verifier finds."""
        return {str(finding["kind"]) for finding in self.found(is_key_known=is_key_known)}
