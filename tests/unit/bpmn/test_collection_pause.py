"""The cycle collector pauses while a diagram is read, and works again afterwards."""

from __future__ import annotations

import gc

import pytest

from engine.collection_pause import collection_paused


def test_it_works_again_after_the_outermost_pause() -> None:
    seen: list[bool] = []

    with collection_paused():
        with collection_paused():
            seen.append(gc.isenabled())
        seen.append(gc.isenabled())

    assert seen == [False, False]
    assert gc.isenabled()


def test_it_works_again_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), collection_paused():
        raise ValueError("broken")

    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        with collection_paused():
            pass
        is_enabled = gc.isenabled()
    finally:
        gc.enable()

    assert not is_enabled
