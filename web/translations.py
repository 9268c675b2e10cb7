"""The words of the pages: English texts in templates and code, Thai ones from `locale/th`, read without a compile step."""

from functools import cache, cached_property
from io import BytesIO
from pathlib import Path

import flask_babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("th", "en")
DEFAULT_LANGUAGE = "th"


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the translations into `language`; for English, and for a language without a catalogue, the texts themselves."""
    path = LOCALE / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class CatalogueDomain(flask_babel.Domain):  # type: ignore[misc] # flask_babel has no type information
    """Flask-Babel's message domain over the catalogues above."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language of this request."""
        locale = flask_babel.get_locale()
        return catalogue(locale.language if locale else DEFAULT_LANGUAGE)


class Babel(flask_babel.Babel):  # type: ignore[misc] # flask_babel has no type information
    """Flask-Babel that translates from the `.po` files."""

    @cached_property
    def domain_instance(self) -> CatalogueDomain:
        """Return the one domain of the application."""
        return CatalogueDomain()


def gettext(text: str, **figures: object) -> str:
    """Return `text`, which is written in English in the code, in the reader's language with its %(figures)s filled in."""
    translated: str = flask_babel.gettext(text, **figures)
    return translated
