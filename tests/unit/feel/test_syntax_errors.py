"""What is not FEEL is refused with its place and with what was expected."""

import pytest

import feel


@pytest.mark.parametrize(
    ("text", "line", "column", "expected"),
    [
        ("", 1, 1, "an expression"),
        ("1 +", 1, 4, "an expression"),
        ("1 +\n  * 2", 2, 3, "an expression"),
        ("(1 + 2", 1, 7, "')'"),
        ("[1, 2", 1, 6, "']'"),
        ("{a 1}", 1, 5, "':'"),
        ("{a: 1", 1, 6, "'}'"),
        ('"open', 1, 1, 'a closing "'),
        ("/* open", 1, 1, "*/"),
        ("if a then b", 1, 12, "'else'"),
        ("for i in [1] retrun i", 1, 14, "'return'"),
        ("some i in [1] return i", 1, 15, "'satisfies'"),
        ("a between 1 or 2", 1, 13, "'and'"),
        ("a instance number", 1, 12, "'of'"),
        ("a.", 1, 3, "a name"),
        ("@2026", 1, 2, "a string"),
        ("1 2", 1, 3, "an operator or the end"),
        ("[1..2", 1, 6, "']' or ')'"),
        ("f(a: 1, 2)", 1, 9, "names for all parameters, or for none"),
        ("ก + §", 1, 5, ""),
    ],
)
def test_an_error_names_its_place_and_what_was_expected(text: str, line: int, column: int, expected: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile(text)

    assert (caught.value.line, caught.value.column, caught.value.expected) == (line, column, expected)


def test_the_message_reads_as_a_sentence_for_the_author() -> None:
    with pytest.raises(feel.FeelSyntaxError, match=r"line 1, column 8: the text ends, expected an expression"):
        feel.compile("amount>")


def test_unary_tests_are_refused_likewise() -> None:
    with pytest.raises(feel.FeelSyntaxError) as caught:
        feel.compile_unary_tests("< 5,, 7")

    assert (caught.value.line, caught.value.column) == (1, 5)


@pytest.mark.parametrize(
    "text", ["(" * 500, "-" * 500 + "1", "[" * 200 + "]" * 200, "a" + ".b" * 500, "not(" * 300 + "1" + ")" * 300]
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError, match="nested"):
        feel.compile(text)


def test_a_text_of_a_hundred_thousand_characters_is_refused() -> None:
    with pytest.raises(feel.FeelSyntaxError, match="100000 are allowed"):
        feel.compile("1" + " " * 100_000)
