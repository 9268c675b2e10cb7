"""What the client libraries ask first: topology, status, and who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.errors import problem
from api.routing import Routes
from api.shapes import TENANT
from engine.errors import DatabaseUnavailable

if TYPE_CHECKING:
    from flask import Response

    from api.routing import Call

routes = Routes("Cluster")

VERSION = "8.9.0"
"""The version of the REST API whose shapes are served."""


@routes.serve("GET", "/topology", "getTopology", "Get the topology", None, answer={"type": "object"})
def get_topology(call: Call) -> dict[str, Any]:
    """Answer as a cluster of one broker with one partition: the database is the cluster."""
    host, _, port = call.request.host.partition(":")
    partition = {"partitionId": 1, "role": "leader", "health": "healthy", "state": "active"}
    broker = {
        "nodeId": 0,
        "brokerId": "0",
        "host": host,
        "port": int(port or 80),
        "partitions": [partition],
        "version": VERSION,
    }
    return {
        "brokers": [broker],
        "clusterId": "anumat",
        "clusterSize": 1,
        "partitionsCount": 1,
        "replicationFactor": 1,
        "gatewayVersion": VERSION,
        "lastCompletedChangeId": "-1",
    }


@routes.serve("GET", "/status", "getStatus", "Get the status", None, status=204, is_public=True)
def get_status(call: Call) -> Response | None:
    """Answer 204 when the database answers."""
    try:
        call.engine.ping()
    except DatabaseUnavailable as error:
        return problem(503, str(error))
    return None


@routes.serve("GET", "/license", "getLicense", "Get the licence", None, answer={"type": "object"}, is_public=True)
def get_license(call: Call) -> dict[str, Any]:  # noqa: ARG001 (every handler takes the call)
    """Answer that nobody has to buy one."""
    return {"validLicense": True, "licenseType": "unknown", "isCommercial": False, "expiresAt": None}


@routes.serve("GET", "/authentication/me", "getAuthentication", "Get the signed-in account", None, answer={"type": "object"})
def get_authentication(call: Call) -> dict[str, Any]:
    """Answer with the caller's name, groups and tenant."""
    actor = call.actor
    return {
        "username": actor.user_name,
        "displayName": actor.name or actor.user_name,
        "email": None,
        "authorizedComponents": ["*"],
        "tenants": [{"tenantId": TENANT, "name": "Default", "description": None}],
        "groups": sorted(actor.groups),
        "roles": sorted(actor.permissions),
        "salesPlanType": None,
        "c8Links": {},
        "canLogout": True,
    }
