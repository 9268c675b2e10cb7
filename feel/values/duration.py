"""Durations: days and time, years and months (DMN 1.5 §10.3.2.3.7 and §10.3.2.3.8)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

NANOS_PER_SECOND = 1_000_000_000
_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True, slots=True)
class DaysTimeDuration:
    """A length of time in nanoseconds; negative goes back in time."""

    nanoseconds: int

    @classmethod
    def of_seconds(cls, seconds: int) -> DaysTimeDuration:
        """Return the duration of `seconds`."""
        return cls(seconds * NANOS_PER_SECOND)

    @property
    def days(self) -> int:
        """The whole days, with the sign of the duration."""
        return self._part(_SECONDS_PER_DAY)

    @property
    def hours(self) -> int:
        """The whole hours beyond the days, with the sign of the duration."""
        return self._part(3600, 24)

    @property
    def minutes(self) -> int:
        """The whole minutes beyond the hours, with the sign of the duration."""
        return self._part(60, 60)

    @property
    def seconds(self) -> Decimal:
        """The seconds beyond the minutes with their fraction, with the sign of the duration."""
        rest = abs(self.nanoseconds) % (60 * NANOS_PER_SECOND)
        value = seconds_from_nanos(rest)
        return -value if self.nanoseconds < 0 else value

    def _part(self, unit_s: int, modulus: int = 0) -> int:
        count = abs(self.nanoseconds) // (unit_s * NANOS_PER_SECOND)
        if modulus:
            count %= modulus
        return -count if self.nanoseconds < 0 else count

    def __str__(self) -> str:
        if self.nanoseconds == 0:
            return "PT0S"
        days, hours, minutes, seconds = abs(self.days), abs(self.hours), abs(self.minutes), abs(self.seconds)
        clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "") + (f"{seconds:f}S" if seconds else "")
        sign = "-" if self.nanoseconds < 0 else ""
        return f"{sign}P" + (f"{days}D" if days else "") + (f"T{clock}" if clock else "")


@dataclass(frozen=True, slots=True)
class YearsMonthsDuration:
    """A length of time in months of the calendar; negative goes back in time."""

    total_months: int

    @property
    def years(self) -> int:
        """The whole years, with the sign of the duration."""
        years = abs(self.total_months) // 12
        return -years if self.total_months < 0 else years

    @property
    def months(self) -> int:
        """The months beyond the years, with the sign of the duration."""
        months = abs(self.total_months) % 12
        return -months if self.total_months < 0 else months

    def __str__(self) -> str:
        if self.total_months == 0:
            return "P0M"
        years, months = divmod(abs(self.total_months), 12)
        sign = "-" if self.total_months < 0 else ""
        return f"{sign}P" + (f"{years}Y" if years else "") + (f"{months}M" if months else "")


def seconds_from_nanos(nanoseconds: int) -> Decimal:
    """Return nanoseconds as seconds, without needless digits."""
    whole, rest = divmod(nanoseconds, NANOS_PER_SECOND)
    return Decimal(whole) if rest == 0 else (Decimal(nanoseconds) / NANOS_PER_SECOND).normalize()
