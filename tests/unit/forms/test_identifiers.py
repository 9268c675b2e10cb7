"""National IDs, found and hidden in texts."""

from forms.identifiers import national_ids_in, without_national_ids


def test_a_national_id_is_hidden_wherever_it_stands_in_a_text() -> None:
    text = "เลข 1-9999-00001-01-0 และ ๑๙๙๙๙๐๐๐๐๑๐๑๐ แต่ไม่ใช่ 1999900001011 หรือ 382949850410389504"

    assert (
        without_national_ids(text) == "เลข x-xxxx-xxxxx-01-0 และ x-xxxx-xxxxx-01-0 แต่ไม่ใช่ 1999900001011 หรือ 382949850410389504"
    )
    assert national_ids_in(text) == ["1999900001010", "1999900001010"]
