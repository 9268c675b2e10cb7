"""The drain steps aside while somebody waits for an answer."""

from __future__ import annotations

import threading

from engine.commands.courtesy import Courtesy


def test_background_work_waits_until_nobody_waits_for_an_answer() -> None:
    courtesy, order = Courtesy(), list[str]()

    def background() -> None:
        with courtesy.background():
            courtesy.step_aside(60)
            order.append("background")

    with courtesy.awaited():
        drain = threading.Thread(target=background)
        drain.start()
        order.append("answer")
    drain.join(10)

    assert order == ["answer", "background"]


def test_background_work_goes_on_after_its_patience_is_over() -> None:
    courtesy = Courtesy()

    with courtesy.awaited():
        courtesy.step_aside(0.001)
        is_quiet = courtesy.is_quiet()

    assert not is_quiet


def test_nobody_steps_aside_for_background_work() -> None:
    courtesy = Courtesy()

    with courtesy.background(), courtesy.awaited():
        is_quiet = courtesy.is_quiet()

    assert is_quiet


def test_it_is_quiet_some_time_after_the_last_answer() -> None:
    courtesy = Courtesy()

    with courtesy.awaited():
        pass

    assert not courtesy.is_quiet()
