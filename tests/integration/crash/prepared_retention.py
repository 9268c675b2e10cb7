"""Policies, holds and erasures, each ready for one command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.commands.erase_details import EraseDetails
from engine.commands.legal_hold import LiftHold, PlaceHold
from engine.commands.retention_policies import SetRetentionPolicy
from engine.model.retention import Basis, DataKind
from tests.integration.crash.prepared import WHY, Prepared, prepares
from tests.integration.diagrams import diagram
from tests.integration.office import person

if TYPE_CHECKING:
    from tests.integration.office import Office

DPO = person("dpo", "dpo")


def _ended(office: Office) -> int:
    office.deploy(diagram("passing", "start -> end"))
    return office.start("passing", applicant="สมปอง")


@prepares(SetRetentionPolicy)
def setting_a_period(_office: Office) -> Prepared:
    return SetRetentionPolicy("passing", DataKind.DETAILS, "P10Y", WHY), DPO


@prepares(PlaceHold)
def holding_a_case(office: Office) -> Prepared:
    return PlaceHold(_ended(office), WHY), DPO


@prepares(LiftHold)
def letting_a_case_go(office: Office) -> Prepared:
    key = _ended(office)
    office.engine.execute(PlaceHold(key, WHY), DPO)
    return LiftHold(key, WHY), DPO


@prepares(EraseDetails)
def erasing_a_case(office: Office) -> Prepared:
    return EraseDetails(_ended(office), frozenset(DataKind), Basis.REQUEST, WHY), DPO
