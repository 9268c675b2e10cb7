"""The people of the tests: at least two for every lane, so that duties can be kept apart."""

from __future__ import annotations

from engine.identity import Actor
from engine.identity.permissions import permissions_of

GROUPS: dict[str, tuple[str, ...]] = {
    "nok": ("inspector.50",),
    "duty": ("prov.duty.50",),
    "director": ("prov.director.50",),
    "section": ("section.head.P50",),
    "head": ("unit.head.P50",),
    "inquirer": ("prov.inquiry.50",),
    "inquirer2": ("prov.inquiry.50",),
    "analyst": ("cen.investigation",),
    "lawyer": ("cen.legal",),
    "lawyer2": ("cen.legal",),
    "sg": ("secretary.general",),
    "deputy": ("deputy.sg",),
    "clerk": ("commission.secretariat",),
    "clerk2": ("commission.secretariat",),
    "chair": ("commission", "commission.chair"),
    **{f"commissioner{n}": ("commission",) for n in range(2, 8)},
    **{f"sub{n}": ("subcom.adjudication",) for n in range(1, 4)},
    "applicant": ("applicant",),
    "checker": ("prov.staff.50",),
    "recorder": ("prov.staff.50",),
    "selector": ("cen.inspector",),
    **{f"member{n}": ("sel.committee.50",) for n in range(1, 10)},
}

UNITS = {"nok": "P50", "applicant": "P50", "checker": "P50", "recorder": "P50", "duty": "P50", "section": "P50", "head": "P50"}
COMMISSION = ("chair", *(f"commissioner{n}" for n in range(2, 8)))
COMMITTEE = tuple(f"member{n}" for n in range(1, 10))
SUBCOMMITTEE = ("sub1", "sub2", "sub3")


def person(user_name: str) -> Actor:
    """Return a person who has just given the password again."""
    groups = groups_of(user_name)
    return Actor(
        user_name,
        groups=frozenset(groups),
        permissions=permissions_of(groups),
        unit=UNITS.get(user_name, "C01"),
        province="50" if user_name in UNITS else None,
        is_reauthenticated=True,
    )


def groups_of(user_name: str) -> tuple[str, ...]:
    """Return a person's groups; everybody but the applicant works for the Office."""
    return GROUPS[user_name] if user_name == "applicant" else (*GROUPS[user_name], "employee.all")


def members(group: str) -> tuple[str, ...]:
    """Return the people of a group, sorted."""
    return tuple(sorted(name for name in GROUPS if group in groups_of(name)))
