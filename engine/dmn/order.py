"""The order in which decisions are evaluated: required ones first, without recursion, cycles reported."""

from collections.abc import Collection, Iterable, Mapping, Sequence

Key = tuple[str, str]  # namespace and id of an element, unique among a model and all its imports


class CircularRequirement(Exception):  # noqa: N818 - a finding about the model is made of it
    """A decision requires itself, directly or not; `key` is one on the circle."""

    def __init__(self, key: Key) -> None:
        self.key = key
        super().__init__(key)


def evaluation_order(
    goals: Iterable[Key],
    requires: Mapping[Key, Sequence[Key]],
    given: Collection[Key] = (),
) -> tuple[Key, ...]:
    """Return the goals and all that they require, each after what it requires; `given` ones are not followed.

    Raise CircularRequirement when there is no such order.
    """
    done: dict[Key, None] = {}
    on_path: set[Key] = set()
    pending = [(goal, False) for goal in reversed(list(goals))]
    while pending:
        key, is_complete = pending.pop()
        if is_complete:
            on_path.discard(key)
            done[key] = None
        elif key in on_path:
            raise CircularRequirement(key)
        elif key not in done and key not in given:
            on_path.add(key)
            pending.append((key, True))
            pending.extend((required, False) for required in reversed(requires.get(key, ())))
    return tuple(done)
