"""The paper of a case file: typeface, head, foot, watermark, headings, rows of facts and tables, as PDF/A-3b."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import segno
from fpdf import FPDF, FontFace
from fpdf.enums import DocumentCompliance, TableBordersLayout, XPos, YPos

import web
from web.case_file.thai_lines import MAY_BREAK, breakable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FONTS = Path(web.__file__).parent / "fonts"
FAMILY = "Sarabun"
INK, PALE, LINE, WHITE = (27, 42, 58), (90, 102, 115), (200, 206, 212), (255, 255, 255)
TEXT_PT, SMALL_PT, LINE_MM = 10.5, 8.5, 6.2
MARGIN_MM, LABEL_MM = 18.0, 48.0


class Paper(FPDF):
    """A4 pages that say on each of them whose copy they are."""

    def __init__(self, title: str, head: str, watermark: str, page_words: str, at: datetime, language: str) -> None:
        super().__init__(format="A4", enforce_compliance=DocumentCompliance.PDFA_3B)
        self._head, self._watermark, self._page_words = head, watermark, page_words
        for style, name in (("", "Regular"), ("B", "SemiBold")):
            self.add_font(FAMILY, style, FONTS / f"Sarabun-{name}.ttf")
        self.set_text_shaping(use_shaping_engine=True, direction="ltr", script="thai", language="tha")
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Anumat")
        self.set_creation_date(at)
        self._at = at
        self.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=MARGIN_MM + 4)
        self.plain()

    def header(self) -> None:
        """Draw the head."""
        self.set_font(FAMILY, "", SMALL_PT)
        self.set_text_color(*PALE)
        self.set_xy(MARGIN_MM, 8)
        self.cell(0, 5, self._head, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_draw_color(*LINE)
        self.line(MARGIN_MM, 14, self.w - MARGIN_MM, 14)
        self.set_y(MARGIN_MM)
        self.plain()

    def footer(self) -> None:
        """Number the page, and say whose copy it is, once in the foot and once across everything."""
        self.set_y(-13)
        self.set_font(FAMILY, "", SMALL_PT)
        self.set_text_color(*PALE)
        self.cell(0, 5, self._watermark, align="L")
        self.set_x(MARGIN_MM)
        self.cell(0, 5, f"{self._page_words} {self.page_no()} / {{nb}}", align="R")
        middle_x, middle_y = self.w / 2, self.h / 2
        with self.local_context(fill_opacity=0.09), self.rotation(50, middle_x, middle_y):
            self.set_text_color(*INK)
            self.set_font(FAMILY, "B", 22)
            self.text(middle_x - self.get_string_width(self._watermark) / 2, middle_y, self._watermark)
        self.plain()

    def plain(self) -> None:
        """Go on in the ordinary typeface."""
        self.set_font(FAMILY, "", TEXT_PT)
        self.set_text_color(*INK)

    def heading(self, text: str, *, is_title: bool = False) -> None:
        """Begin a section; a heading never stands alone at the end of a page."""
        if self.will_page_break(28):
            self.add_page()
        self.set_font(FAMILY, "B", 17 if is_title else 13)
        self.ln(2 if is_title else 4)
        self.multi_cell(0, 9 if is_title else 7.5, breakable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(1)
        self.plain()

    def sub_heading(self, text: str, note: str) -> None:
        """Begin a part of a section: what, and in paler letters who and when."""
        if self.will_page_break(22):
            self.add_page()
        self.ln(2)
        self.set_font(FAMILY, "B", TEXT_PT + 0.5)
        self._lines(text)
        self.set_font(FAMILY, "", SMALL_PT + 0.5)
        self.set_text_color(*PALE)
        self._lines(note)
        self.plain()

    def paragraph(self, text: str) -> None:
        """Write a paragraph."""
        self._lines(text)
        self.ln(1)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write rows of label and value under one another; a long value goes on over pages."""
        if rows:
            self.table_of([], rows, (LABEL_MM, self.epw - LABEL_MM))

    def table_of(self, headings: Sequence[str], rows: Sequence[Sequence[str]], widths_mm: Sequence[float]) -> None:
        """Write a table; its heading comes again on each page."""
        self.set_font(FAMILY, "", SMALL_PT + 1)
        self.set_draw_color(*LINE)
        self.set_fill_color(*WHITE)
        with self.table(
            col_widths=tuple(widths_mm),
            width=min(sum(widths_mm), self.epw),
            align="L",
            text_align="LEFT",
            line_height=LINE_MM - 0.6,
            padding=1.1,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            first_row_as_headings=bool(headings),
            headings_style=FontFace(emphasis="BOLD", color=INK, fill_color=(241, 244, 246)),
        ) as table:
            for cells in ([headings] if headings else []) + list(rows):
                row = table.row()
                for place, cell in enumerate(cells):
                    is_label = not headings and place == 0
                    row.cell(printable(cell), style=FontFace(color=PALE) if is_label else None)
        self.plain()

    def qr_code(self, content: str, x: float, y: float, size_mm: float) -> None:
        """Draw a QR code (ISO/IEC 18004) of vector squares."""
        matrix = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
        module = size_mm / len(matrix)
        self.set_fill_color(*INK)
        for line, row in enumerate(matrix):
            for column, is_dark in enumerate(row):
                if is_dark:
                    self.rect(x + column * module, y + line * module, module, module, style="F")

    def enclose(self, name: str, data: bytes, description: str) -> None:
        """Put a ZIP into the file, beside what is drawn (ISO 19005-3 §6.8)."""
        self.embed_file(
            bytes=data,
            basename=name,
            mime_type="application/zip",
            associated_file_relationship="Supplement",
            desc=description,
            creation_date=self._at,
            modification_date=self._at,
        )

    def _lines(self, text: str) -> None:
        self.multi_cell(0, LINE_MM, printable(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def printable(text: str) -> str:
    """Return a text with places where lines may end, long hashes and addresses included."""
    words = [_in_pieces(word) if len(word) > 40 and word.isascii() else word for word in text.split(" ")]
    return breakable(" ".join(words))


def _in_pieces(word: str) -> str:
    return MAY_BREAK.join(word[start : start + 16] for start in range(0, len(word), 16))
