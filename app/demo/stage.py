"""The stage on which sample cases are played: a clock that follows the script, and the people who act by commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from engine.commands import SYSTEM, Engine, EvaluateDecision, StoreDocument, document_reference
from engine.commands.sweep import next_due_at, sweep
from engine.model.clock import FixedClock, PinnableClock
from engine.queries.process_instances import search_process_instances
from engine.queries.search import Condition, Operator, SearchRequest

if TYPE_CHECKING:
    from app.demo.evidence import Paper
    from engine.commands import Actor

WORKER = "demo"
ROUNDS = ("2569-2", "2570-1")
"""The rounds of the form `ins_apply`."""


def tags_of(slug: str) -> tuple[str, ...]:
    """Return the tags of a sample case's process instance."""
    return (f"demo:{slug}",)


@dataclass
class Stage:
    """An engine of its own on the same database; its clock only moves forward within a case, at last to the real now."""

    engine: Engine
    clock: FixedClock
    now: datetime
    actors: dict[str, Actor] = field(default_factory=dict)

    @classmethod
    def beside(cls, engine: Engine) -> Stage:
        """Set a stage up beside an engine whose clock nobody touches."""
        clock = FixedClock(engine.now())
        own = Engine(engine.database, handlers=engine.handlers, clock=PinnableClock(clock), zone=engine.zone)
        return cls(own, clock, engine.now())

    def day(self, days_ago: int, at: str) -> datetime:
        """Return the local time `at` (hh:mm) on the day that was `days_ago` days ago; at least 1, so that it is past."""
        zone = ZoneInfo(self.engine.zone)
        day = self.now.astimezone(zone).date() - timedelta(days=days_ago)
        return datetime.combine(day, time.fromisoformat(at), zone).astimezone(UTC)

    def minutes_ago(self, minutes: int) -> datetime:
        """Return the time that was so many minutes ago."""
        return self.now - timedelta(minutes=minutes)

    def local(self, at: datetime) -> str:
        """Return the time as date fields of forms hold it: ISO 8601 with the local offset, to the minute."""
        return at.astimezone(ZoneInfo(self.engine.zone)).isoformat(timespec="minutes")

    def person(self, user_name: str) -> Actor:
        """Return somebody with the groups that the database knows, who has just given the password."""
        if user_name not in self.actors:
            version = self.engine.credential_version(user_name)
            actor = self.engine.actor_of_session(user_name, version, None)
            self.actors[user_name] = replace(actor, is_reauthenticated=True)
        return self.actors[user_name]

    def upload(self, by: str, paper: Paper) -> dict[str, object]:
        """Store a file as somebody does who fills a form in; return its reference."""
        return document_reference(
            self.engine.execute(StoreDocument(paper.name, paper.content_type, paper.data), self.person(by))
        )

    def find(self, slug: str) -> int | None:
        """Return the key of a sample case that was begun before, by its tag."""
        request = SearchRequest((Condition("tags", Operator.EQ, tags_of(slug)),), limit=1)
        with self.engine.reading() as connection:
            found = search_process_instances(connection, SYSTEM, request).items
        return found[0].process_instance_key if found else None

    def open_round(self, at: datetime) -> str:
        """Return the round in which one may apply at that time, as the round table says; the last one when none is open."""
        day = at.astimezone(ZoneInfo(self.engine.zone)).date().isoformat()
        for round_id in ROUNDS:
            output = self.engine.execute(EvaluateDecision("dmn_ins01_round", variables={"roundId": round_id}), SYSTEM).output
            if isinstance(output, Mapping) and str(output["opensOn"]) <= day <= str(output["closesOn"]):
                return round_id
        return ROUNDS[-1]

    def begin(self, at: datetime) -> None:
        """Turn the clock to the time at which a case begins."""
        self.clock.set(at)

    def pass_time_until(self, at: datetime) -> None:
        """Move the clock forward; what becomes due on the way is done at the time at which it is due."""
        self.settle()
        while (due := next_due_at(self.engine)) is not None and due <= at:
            self.clock.set(max(self.clock.now(), due))
            if not self.settle():
                break
        self.clock.set(max(self.clock.now(), at))

    def settle(self) -> int:
        """Do what is due now, jobs included; return how much was done."""
        done = 0
        while found := sweep(self.engine, WORKER):
            done += found
        return done
