"""Who may do what: actors, permissions, passwords, separation of duties."""

from engine.identity.actor import SYSTEM, Actor
from engine.identity.permissions import Permission

__all__ = ["SYSTEM", "Actor", "Permission"]
