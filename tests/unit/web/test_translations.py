"""Every text of the pages exists in both languages."""

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from web.translations import LOCALE, catalogue

WEB = LOCALE.parent
THAI_LETTER = re.compile(r"[ก-๛]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def _texts_in_use() -> dict[str, str]:
    """Return every message id that templates and code ask for, with the file that does."""
    with (LOCALE / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found: dict[str, str] = {}
    for path, _line, message, _comments, _context in extract_from_dir(WEB, methods, options, keywords=_keywords()):
        for text in [message] if isinstance(message, str) else message:
            found.setdefault(text, path)
    return found


def _keywords() -> dict[str, tuple[int, ...] | None]:
    return {"_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}


def _thai() -> Catalog:
    with (LOCALE / "th" / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale="th")


def test_every_text_in_use_has_a_thai_translation() -> None:
    thai = _thai()

    missing = {text: path for text, path in _texts_in_use().items() if not (message := thai.get(text)) or not message.string}

    assert not missing, "add these to web/locale/th/LC_MESSAGES/messages.po"


def test_message_ids_are_the_english_texts() -> None:
    thai_ids = {text: path for text, path in _texts_in_use().items() if THAI_LETTER.search(text)}

    assert not thai_ids, "write the English text in templates and code; the Thai one belongs in the catalogue"


def test_thai_translations_are_in_thai() -> None:
    foreign = [message.id for message in _thai() if message.id and not THAI_LETTER.search(str(message.string))]

    assert not foreign


def test_translations_keep_every_placeholder() -> None:
    changed = [
        message.id
        for message in _thai()
        if isinstance(message.id, str)
        and sorted(PLACEHOLDER.findall(message.id)) != sorted(PLACEHOLDER.findall(str(message.string)))
    ]

    assert not changed


def test_the_catalogue_holds_nothing_that_is_no_longer_in_use() -> None:
    in_use = _texts_in_use()

    stale = [
        message.id
        for message in _thai()
        if message.id and (message.id if isinstance(message.id, str) else message.id[0]) not in in_use
    ]

    assert not stale


def test_no_translation_is_marked_as_uncertain() -> None:
    assert not [message.id for message in _thai() if message.id and message.fuzzy]


def test_the_pages_are_translated_without_a_compile_step() -> None:
    assert catalogue("th").gettext("Sign out") == "ออกจากระบบ"
    assert catalogue("en").gettext("Sign out") == "Sign out"


def test_no_compiled_catalogue_is_kept() -> None:
    assert not list(Path(LOCALE).rglob("*.mo"))
