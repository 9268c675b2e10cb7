"""No text, however wild, raises anything but the errors of this package."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import feel

pytestmark = pytest.mark.no_cover  # the same lines so often that counting them tells nothing

_WORDS = [
    *("if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance", "of"),
    *("function", "external", "true", "false", "null", "not", "item", "partial", "?", "a", "b", "ก", "full name", "number"),
    *("list", "range", "context", "date", "string", "count", "sum", "matches", "replace", "sort", "range(", "get value("),
    *("(", ")", "[", "]", "{", "}", "<", ">", "<=", ">=", "=", "!=", "+", "-", "*", "/", "**", "..", ".", ",", ":", "@", "->"),
    *("0", "1", "2.5", "1e3", "1e6144", "10**9", '"a"', '"(a+)+$"', '"2026-11-22"', '@"P1D"', '@"10:00:00Z"', "//", "/*", "*/"),
]
_LIMITS = feel.Limits(steps=3_000, seconds=1.0, string_length=5_000, list_length=2_000, pattern_seconds=0.05)
_CONTEXT = {
    "a": 1,
    "b": [1, "x", None, {"item": 2, "a": 3}],
    "ก": {"full name": "Ann", "n": Decimal("1.5")},
    "full name": 0.5,
    "number": True,
}

_token_soup = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=25).map(" ".join)
_any_text = st.text(max_size=40)


def _operand(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts that are mostly well-formed, so that evaluation is reached."""
    operators = st.sampled_from(["+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "in", ".."])
    functions = st.sampled_from(sorted(feel.BUILTINS))
    return st.one_of(
        st.tuples(inner, operators, inner).map(" ".join),
        st.tuples(inner, inner).map("[{0[0]}, {0[1]}]".format),
        st.tuples(inner, inner).map("{0[0]}[{0[1]}]".format),
        st.tuples(inner, inner).map("[{0[0]}..{0[1]})".format),
        st.tuples(inner, inner, inner).map("if {0[0]} then {0[1]} else {0[2]}".format),
        st.tuples(inner, inner).map("for i in {0[0]} return {0[1]}".format),
        st.tuples(inner, inner).map("some i in {0[0]} satisfies {0[1]}".format),
        st.tuples(functions, st.lists(inner, max_size=4).map(", ".join)).map("{0[0]}({0[1]})".format),
        inner.map("({0}).start".format),
        inner.map("(function(i) {0})(1)".format),
        inner.map("{{a: {0}, i: a}}".format),
    )


_atoms = st.sampled_from(
    [
        *(
            "0",
            "-1",
            "2.5",
            "1e6000",
            "1e-6000",
            "null",
            "true",
            '""',
            '"ab"',
            '"[a-"',
            '"$1"',
            '"2026-11-22"',
            '"P1D"',
            "[]",
            "{}",
        ),
        *("a", "b", "ก", "i", "item", '@"2026-11-22"', '@"999999999-12-31"', '@"23:59:59@Asia/Bangkok"', '@"P1Y"', '@"PT1S"'),
        *('@"2026-11-22T10:00:00+07:00"', "[1..5]", "(< 3)", "function(x, y) x < y", "b[4]", "ก.full name", "1..3"),
    ]
)
_expressions = st.recursive(_atoms, _operand, max_leaves=8)


@given(st.one_of(_token_soup, _any_text, _expressions))
@settings(max_examples=600, deadline=None)
def test_no_expression_raises_anything_but_our_errors(text: str) -> None:
    with suppress(feel.FeelError):
        value = feel.compile(text, ("full name",)).evaluate(_CONTEXT, feel.Evaluation(limits=_LIMITS))
        feel.to_json(value)
        feel.text_of(value)


@given(st.one_of(_token_soup, _any_text, _expressions), _atoms)
@settings(max_examples=300, deadline=None)
def test_no_unary_tests_raise_anything_but_our_errors(text: str, value: str) -> None:
    with suppress(feel.FeelError):
        tested = feel.compile(value).evaluate(_CONTEXT)
        answer = feel.compile_unary_tests(text, ("full name",)).evaluate(tested, _CONTEXT, feel.Evaluation(limits=_LIMITS))
        assert answer in (True, False, None)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=8), st.sampled_from(["", "i", "x", "q", "smi"]))
@settings(max_examples=300, deadline=None)
def test_no_regular_expression_raises_anything_but_our_errors(text: str, pattern: str, replacement: str, flags: str) -> None:
    context = {"text": text, "pattern": pattern, "replacement": replacement, "flags": flags}
    with suppress(feel.FeelError):
        feel.compile(
            "[matches(text, pattern, flags), replace(text, pattern, replacement, flags), split(text, pattern)]"
        ).evaluate(context, feel.Evaluation(limits=_LIMITS))
