"""The files of the sample cases: small drawn pictures and one-page documents, made here so that nobody's data is in them."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from hashlib import sha256

WIDTH, HEIGHT = 320, 200


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that somebody hands in; it is stored when the step that names it is done."""

    name: str
    content_type: str
    data: bytes


def photo(name: str) -> Paper:
    """Return a PNG whose colours follow from its name."""
    red, green, blue = sha256(name.encode()).digest()[:3]
    shades = (bytes(((red + y) % 256, (green + y // 2) % 256, (blue + y // 4) % 256)) for y in range(HEIGHT))
    rows = b"".join(b"\0" + shade * WIDTH for shade in shades)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (_chunk(b"IHDR", header), _chunk(b"IDAT", zlib.compress(rows, 9)), _chunk(b"IEND", b""))
    return Paper(name, "image/png", b"\x89PNG\r\n\x1a\n" + b"".join(chunks))


def document(name: str) -> Paper:
    """Return a PDF of one page that says that it is a sample."""
    text = b"BT /F1 18 Tf 72 720 Td (Sample document of the demo) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return Paper(name, "application/pdf", _pdf(objects))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _pdf(objects: tuple[bytes, ...]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    references = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return body + references + b"startxref\n%d\n%%%%EOF\n" % len(body)
