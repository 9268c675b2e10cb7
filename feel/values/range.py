"""Ranges (DMN 1.5 §10.3.2.7): two endpoints, of which one may be open, and whether they belong to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """The values from `start` to `end`; None as an endpoint means that the range has no bound there."""

    start: object
    end: object
    start_included: bool = True
    end_included: bool = True
