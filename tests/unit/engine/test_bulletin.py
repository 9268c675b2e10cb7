"""Waiting for news: what is announced while somebody looks is not missed."""

import threading

from engine.commands.bulletin import Bulletin


def test_what_is_there_is_found_at_once() -> None:
    assert Bulletin().wait(lambda: "job", 10) == "job"


def test_who_waits_for_nothing_gets_nothing() -> None:
    assert Bulletin().wait(lambda: (), 0) == ()


def test_an_announcement_wakes_whoever_waits() -> None:
    bulletin, found = Bulletin(), []
    looked = threading.Event()

    def look() -> list[str]:
        looked.set()
        return found

    waiting = threading.Thread(target=lambda: bulletin.wait(look, 30))
    waiting.start()
    looked.wait()
    found.append("job")
    bulletin.announce()
    waiting.join(10)

    assert not waiting.is_alive()


def test_an_announcement_during_the_look_is_not_missed() -> None:
    bulletin, looks = Bulletin(), []

    def look() -> bool:
        looks.append(1)
        if len(looks) == 1:
            bulletin.announce()
        return len(looks) == 2

    assert bulletin.wait(look, 30)
