"""All tables at once: importing this module fills the one MetaData."""

from engine.model import (  # noqa: F401 (each import adds its tables)
    batch_operation,
    case_search,
    checkpoint,
    comment,
    continuation,
    decision_definition,
    decision_instance,
    deployment,
    document,
    draft,
    element_instance,
    event_subscription,
    exported_file,
    form,
    generic_resource,
    history_act,
    history_event,
    identity,
    incident,
    input_chunk,
    job,
    message,
    notification,
    number_series,
    process_definition,
    process_instance,
    retention,
    setting,
    timer,
    user_task,
    variable,
    waiting_token,
)
from engine.model.columns import metadata

__all__ = ["metadata"]
