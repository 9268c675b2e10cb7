"""What client libraries ask of a cluster, and documents that come together, through the client library."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from camunda_orchestration_sdk.models import CreateDocumentData, CreateDocumentsData, DocumentMetadata
from camunda_orchestration_sdk.types import File

if TYPE_CHECKING:
    from camunda_orchestration_sdk import CamundaClient

    from tests.acceptance.conftest import Caller


def test_the_cluster_is_one_healthy_broker_that_needs_no_licence(client: CamundaClient) -> None:
    topology, licence = client.get_topology(), client.get_license()

    (partition,) = topology.brokers[0].partitions
    assert (partition.health.value, partition.state.value, partition.role.value) == ("healthy", "active", "leader")
    assert (licence.valid_license, licence.expires_at) == (True, None)


def test_documents_are_uploaded_together(client: CamundaClient, call: Caller) -> None:
    names = ("first.txt", "second.txt")
    files = [File(payload=BytesIO(name.encode()), file_name=name, mime_type="text/plain") for name in names]

    stored = client.create_documents(data=CreateDocumentsData(files=files))
    one = client.create_document(data=CreateDocumentData(file=File(payload=BytesIO(b"one"), file_name="one.txt")))

    assert [document.metadata.file_name for document in stored.created_documents] == list(names)
    assert (stored.failed_documents, one.metadata.file_name, one.metadata.size) == ([], "one.txt", 3)
    status, problem = call("DELETE", f"/documents/{stored.created_documents[0].document_id}")
    assert (status, problem["code"]) == (403, "retention")


def test_documents_that_cannot_be_stored_are_told_beside_the_others(client: CamundaClient) -> None:
    files = [File(payload=BytesIO(b"text"), file_name=name, mime_type="text/plain") for name in ("good.txt", "bad.txt")]
    named = [DocumentMetadata(file_name=name) for name in ("good.txt", " ")]

    stored = client.create_documents(data=CreateDocumentsData(files=files, metadata_list=named))

    assert [document.metadata.file_name for document in stored.created_documents] == ["good.txt"]
    assert [(failure.file_name, failure.status) for failure in stored.failed_documents] == [("bad.txt", 400)]
