"""The part of Markdown that forms may use."""

import pytest

from web.form_markdown import render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("ก **ข** _ค_ `ง`", '<p class="govuk-body">ก <strong>ข</strong> <em>ค</em> <code>ง</code></p>'),
        ("# ใหญ่", '<h2 class="govuk-heading-l">ใหญ่</h2>'),
        ("- ก\n- ข", '<ul class="govuk-list govuk-list--bullet"><li>ก</li><li>ข</li></ul>'),
        ("1. ก\n2. ข", '<ol class="govuk-list govuk-list--number"><li>ก</li><li>ข</li></ol>'),
        ("ก\nข", '<p class="govuk-body">ก<br>ข</p>'),
        (
            "[ก](https://ect.go.th/?a=1&b=2)",
            '<p class="govuk-body"><a class="govuk-link" href="https://ect.go.th/?a=1&amp;b=2">ก</a></p>',
        ),
        ("2 * 3 * 4", '<p class="govuk-body">2 * 3 * 4</p>'),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render_markdown(text) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        '[x](https://a" onclick="b)',
        "![x](https://a/b.png)",
        "<a href='https://a'>x</a>",
        "[x](data:text/html,<b>)",
    ],
)
def test_nothing_dangerous_comes_through(text: str) -> None:
    html = render_markdown(text)

    assert "<script" not in html
    assert "javascript:alert(1)" not in html.replace("(javascript:alert(1))", "")
    assert 'href="//' not in html
    assert ' onclick="' not in html
    assert "<img" not in html
    assert "href='" not in html
    assert 'href="data:' not in html


def test_long_input_is_rendered_in_little_time() -> None:
    assert render_markdown("[" * 50_000 + "*" * 50_000 + "_" * 50_000)
