"""Dates, times, and dates with times (DMN 1.5 §10.3.2.3.4 to §10.3.2.3.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as PythonDate  # noqa: N812 - FEEL has a Date too
from datetime import datetime as PythonDateTime  # noqa: N812 - FEEL has a DateTime too
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from feel.values.calendar import MAX_YEAR, MIN_YEAR, civil_from_days, days_from_civil
from feel.values.duration import NANOS_PER_SECOND, seconds_from_nanos
from feel.values.zones import SECONDS_PER_DAY, offset_at_instant, offset_at_local, offset_text, reference_offset

if TYPE_CHECKING:
    from decimal import Decimal

NANOS_PER_DAY = SECONDS_PER_DAY * NANOS_PER_SECOND


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar, years -999,999,999 to 999,999,999."""

    year: int
    month: int
    day: int

    @classmethod
    def of_days(cls, days: int) -> Date | None:
        """Return the date that is `days` after 1970-01-01, None outside the range of years."""
        year, month, day = civil_from_days(days)
        return cls(year, month, day) if MIN_YEAR <= year <= MAX_YEAR else None

    @classmethod
    def of_python(cls, value: PythonDate) -> Date:
        """Return Python's date as FEEL's."""
        return cls(value.year, value.month, value.day)

    @property
    def days(self) -> int:
        """The days since 1970-01-01."""
        return days_from_civil(self.year, self.month, self.day)

    @property
    def weekday(self) -> int:
        """The day of the week by ISO 8601: 1 is Monday, 7 is Sunday."""
        return (self.days + 3) % 7 + 1

    def to_python(self) -> PythonDate:
        """Return the date as Python's; raise ValueError outside the years 1 to 9999."""
        return PythonDate(self.year, self.month, self.day)

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True, eq=False)
class Time:
    """A time of day, local, or with an offset in seconds, or with an IANA zone; equal when it is the same time in UTC."""

    hour: int
    minute: int
    whole_second: int
    nanosecond: int = 0
    offset_s: int | None = None
    zone: str | None = None

    @classmethod
    def of_nanos(cls, nanoseconds: int, offset_s: int | None = None, zone: str | None = None) -> Time:
        """Return the time that is `nanoseconds` after midnight, going round the clock."""
        seconds, nanos = divmod(nanoseconds % NANOS_PER_DAY, NANOS_PER_SECOND)
        minutes, second = divmod(seconds, 60)
        return cls(minutes // 60, minutes % 60, second, nanos, offset_s, zone)

    @property
    def second(self) -> Decimal:
        """The second of the minute with its fraction."""
        return seconds_from_nanos(self.whole_second * NANOS_PER_SECOND + self.nanosecond)

    @property
    def nanos_of_day(self) -> int:
        """The nanoseconds since midnight by its own clock."""
        return (self.hour * 3600 + self.minute * 60 + self.whole_second) * NANOS_PER_SECOND + self.nanosecond

    @property
    def is_zoned(self) -> bool:
        """Whether its distance to UTC is known."""
        return self.offset_s is not None or self.zone is not None

    @property
    def effective_offset_s(self) -> int | None:
        """The offset from UTC in seconds; that of a zone is taken on the reference day of XML Schema."""
        return reference_offset(self.zone) if self.zone is not None else self.offset_s

    @property
    def nanos_utc(self) -> int:
        """The nanoseconds since midnight in UTC, possibly negative or above a day; local time counts as UTC."""
        return self.nanos_of_day - (self.effective_offset_s or 0) * NANOS_PER_SECOND

    def clock_text(self) -> str:
        """Return hours, minutes and seconds without the zone."""
        fraction = f".{self.nanosecond:09}".rstrip("0") if self.nanosecond else ""
        return f"{self.hour:02}:{self.minute:02}:{self.whole_second:02}{fraction}"

    def zone_text(self) -> str:
        """Return the zone as it is written behind a time: empty, Z, +07:00 or @Asia/Bangkok."""
        if self.zone is not None:
            return f"@{self.zone}"
        return "" if self.offset_s is None else offset_text(self.offset_s)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Time):
            return NotImplemented
        return self.is_zoned == other.is_zoned and self.nanos_utc == other.nanos_utc

    def __hash__(self) -> int:
        return hash((self.is_zoned, self.nanos_utc))

    def __str__(self) -> str:
        return self.clock_text() + self.zone_text()


@dataclass(frozen=True, slots=True, eq=False)
class DateTime:
    """A date with a time of day; equal when it is the same instant."""

    date: Date
    time: Time

    @classmethod
    def of_python(cls, value: PythonDateTime, zone: str | None = None) -> DateTime:
        """Return Python's datetime as FEEL's, in the IANA `zone` when one is given, else with its own offset."""
        offset = value.utcoffset()
        offset_s = None if offset is None else int(offset.total_seconds())
        time = Time(value.hour, value.minute, value.second, value.microsecond * 1000, offset_s)
        own = cls(Date(value.year, value.month, value.day), time)
        return own if zone is None or offset_s is None else own.in_zone(zone)

    @classmethod
    def of_local(cls, local_nanos: int, offset_s: int | None = None, zone: str | None = None) -> DateTime | None:
        """Return the moment at which the clocks there show `local_nanos` since 1970-01-01T00:00; None out of range."""
        days, nanos = divmod(local_nanos, NANOS_PER_DAY)
        date = Date.of_days(days)
        return None if date is None else cls(date, Time.of_nanos(nanos, offset_s, zone))

    @property
    def local_nanos(self) -> int:
        """The nanoseconds since 1970-01-01T00:00 by its own clock."""
        return self.date.days * NANOS_PER_DAY + self.time.nanos_of_day

    @property
    def is_zoned(self) -> bool:
        """Whether its distance to UTC is known."""
        return self.time.is_zoned

    @property
    def effective_offset_s(self) -> int | None:
        """The offset from UTC in seconds; None when it is local."""
        if self.time.zone is not None:
            return offset_at_local(self.time.zone, self.local_nanos // NANOS_PER_SECOND)
        return self.time.offset_s

    @property
    def nanos_utc(self) -> int:
        """The nanoseconds since 1970-01-01T00:00Z; local time counts as UTC."""
        return self.local_nanos - (self.effective_offset_s or 0) * NANOS_PER_SECOND

    def plus_nanos(self, nanoseconds: int) -> DateTime | None:
        """Return the moment that much later on the time line, in the same zone; None out of range."""
        zone = self.time.zone
        if zone is None:
            return DateTime.of_local(self.local_nanos + nanoseconds, self.time.offset_s)
        return _in_zone(self.nanos_utc + nanoseconds, zone)

    def in_zone(self, zone: str) -> DateTime:
        """Return the same instant as the clocks of an IANA `zone` show it."""
        moment = _in_zone(self.nanos_utc, zone)
        return self if moment is None else moment

    def to_python(self) -> PythonDateTime:
        """Return the moment as Python's datetime, aware when zoned; raise ValueError outside the years 1 to 9999."""
        offset_s = self.effective_offset_s
        tzinfo = None if offset_s is None else timezone(timedelta(seconds=offset_s))
        time, date = self.time, self.date
        return PythonDateTime(
            date.year, date.month, date.day, time.hour, time.minute, time.whole_second, time.nanosecond // 1000, tzinfo
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DateTime):
            return NotImplemented
        return self.is_zoned == other.is_zoned and self.nanos_utc == other.nanos_utc

    def __hash__(self) -> int:
        return hash((self.is_zoned, self.nanos_utc))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


def _in_zone(instant_nanos: int, zone: str) -> DateTime | None:
    offset_s = offset_at_instant(zone, instant_nanos // NANOS_PER_SECOND)
    return DateTime.of_local(instant_nanos + offset_s * NANOS_PER_SECOND, zone=zone)
