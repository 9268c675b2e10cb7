"""Tables as files that a spreadsheet opens: CSV and XLSX, in which no cell is ever taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import IO, TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Cell = str | int | float | None
FORMULA = re.compile(r"^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What some spreadsheet takes for the beginning of a formula, the full-width signs included."""
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_CHARACTERS = 32_767
"""In a cell of XLSX."""
MOST_ROWS = 1_048_575
"""In a sheet of XLSX, its heading not counted."""


class TooManyRows(Exception):  # noqa: N818 (an error is named by the fact it states)
    """A sheet of XLSX does not hold that many rows; CSV does."""


def write_csv(out: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]], notice: str | None = None) -> None:
    """Write a table as CSV (RFC 4180, UTF-8 with its mark, which Excel asks for); a text like a formula gets an apostrophe.

    The notice says whose copy it is: a last line of its own. A row at a time is in memory.
    """
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(map(_harmless, headings))
    for row in rows:
        writer.writerow(map(_harmless, row))
    if notice is not None:
        writer.writerow([_harmless(notice)])
    text.detach()


def write_xlsx(out: IO[bytes], headings: Sequence[str], rows: Iterable[Sequence[Cell]], notice: str | None = None) -> None:
    """Write a table as XLSX with every text as a text; the notice stands in the header of every printed page.

    A row at a time is in memory, the rest in a temporary file. Raises TooManyRows.
    """
    book = xlsxwriter.Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.freeze_panes(1, 0)
    if notice is not None:
        sheet.set_header(f"&C{notice.replace('&', '&&')[:200]}")
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooManyRows
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, column, UNPRINTABLE.sub("\ufffd", value)[:MOST_CHARACTERS])
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()


def _harmless(value: Cell) -> Cell:
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value
