"""Keys rise, never repeat, and fit into 63 bits."""

from concurrent.futures import ThreadPoolExecutor

from engine.store.keys import EPOCH_MS, KeyGenerator


def test_keys_rise_within_one_millisecond() -> None:
    new_key = KeyGenerator(1, lambda: EPOCH_MS + 5)

    keys = [new_key() for _ in range(10_000)]

    assert keys == sorted(set(keys))


def test_keys_rise_when_the_clock_steps_back() -> None:
    times = iter([EPOCH_MS + 1_000, EPOCH_MS + 10, EPOCH_MS + 2_000])
    new_key = KeyGenerator(1, lambda: next(times))

    first, second, third = new_key(), new_key(), new_key()

    assert first < second < third


def test_two_nodes_never_give_the_same_key() -> None:
    one, other = (KeyGenerator(node, lambda: EPOCH_MS + 5) for node in (1, 2))

    assert not {one() for _ in range(1_000)} & {other() for _ in range(1_000)}


def test_threads_never_get_the_same_key() -> None:
    new_key = KeyGenerator(1)

    with ThreadPoolExecutor(4) as pool:
        keys = [key for batch in pool.map(lambda _: [new_key() for _ in range(500)], range(8)) for key in batch]

    assert len(set(keys)) == 4_000


def test_keys_fit_into_63_bits_for_decades() -> None:
    in_2090 = 3_786_912_000_000

    assert 0 < KeyGenerator(1_023, lambda: in_2090)() < 2**63
