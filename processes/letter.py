"""Official letters, notes and orders as one self-contained HTML page each."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from processes.thai_writing import in_thai_digits, long_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

CONTENT_TYPE = "text/html; charset=utf-8"
_STYLE = (
    "body{font:16pt/1.5 'TH Sarabun New','Sarabun',serif;max-width:17cm;margin:2cm auto;color:#000}"
    "h1{font-size:20pt;text-align:center}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;padding:2pt 8pt 2pt 0}th{width:5cm;font-weight:600}"
    ".reference{text-align:right}.signature{margin:2cm 0 0 8cm;text-align:center}.secrecy{color:#b00;text-align:center}"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """What a document says; `facts` are label and value, `secrecy` is shown where there is one."""

    kind: str
    subject: str
    at: datetime
    number: str = ""
    facts: Sequence[tuple[str, str]] = ()
    paragraphs: Sequence[str] = ()
    signature: Sequence[str] = ()
    secrecy: str = ""


def render(letter: Letter) -> bytes:
    """Return the document as UTF-8 HTML, with Thai digits; every text is escaped."""
    parts = [
        f'<p class="secrecy">{escape(letter.secrecy)}</p>' if letter.secrecy else "",
        f"<h1>{escape(letter.kind)}</h1>",
        f'<p class="reference">{escape(in_thai_digits(letter.number))}</p>' if letter.number else "",
        f'<p class="reference">{long_date(letter.at)}</p>',
        f"<p><strong>เรื่อง</strong> {escape(in_thai_digits(letter.subject))}</p>",
        _facts(letter.facts),
        *(f"<p>{escape(in_thai_digits(paragraph))}</p>" for paragraph in letter.paragraphs if paragraph),
        _signature(letter.signature),
    ]
    head = f'<meta charset="utf-8"><title>{escape(letter.subject)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="th"><head>{head}</head><body>{"".join(parts)}</body></html>'.encode()


def _facts(facts: Sequence[tuple[str, str]]) -> str:
    rows = (f"<tr><th>{escape(label)}</th><td>{escape(in_thai_digits(value))}</td></tr>" for label, value in facts if value)
    body = "".join(rows)
    return f"<table>{body}</table>" if body else ""


def _signature(lines: Sequence[str]) -> str:
    shown = "<br>".join(escape(line) for line in lines if line)
    return f'<p class="signature">{shown}</p>' if shown else ""
