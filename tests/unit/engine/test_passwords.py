"""Passwords: hashed with a salt, remembered for minutes, forgotten when the credentials change."""

from argon2 import PasswordHasher

from engine.identity.passwords import VerifiedCredentials, hash_password, is_password, new_secret, secret_hash


def test_the_right_password_fits_and_others_do_not() -> None:
    stored = hash_password("ความลับ")

    assert is_password(stored, "ความลับ")
    assert not is_password(stored, "ความลับ ")
    assert not is_password(None, "ความลับ")
    assert not is_password("no hash", "ความลับ")


def test_trying_passwords_is_as_expensive_as_owasp_asks_for(real_hasher: PasswordHasher) -> None:
    stored = real_hasher.hash("secret")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert is_password(stored, "secret")


def test_equal_passwords_have_different_hashes() -> None:
    assert hash_password("secret") != hash_password("secret")


def test_a_verified_password_is_known_until_its_time_is_over() -> None:
    now = [0.0]
    verified = VerifiedCredentials(lifetime_s=60, ticks=lambda: now[0])
    verified.remember("somchai", 1, "secret")

    known = verified.is_known("somchai", 1, "secret")
    now[0] = 61

    assert (known, verified.is_known("somchai", 1, "secret")) == (True, False)


def test_a_verified_password_counts_for_its_user_and_version_only() -> None:
    verified = VerifiedCredentials()
    verified.remember("somchai", 1, "secret")

    assert not verified.is_known("somchai", 2, "secret")
    assert not verified.is_known("somcha", 1, "isecret")
    assert not verified.is_known("somchai", 1, "other")


def test_the_memory_is_bounded() -> None:
    verified = VerifiedCredentials(capacity=2)
    for number in range(3):
        verified.remember(f"user{number}", 1, "secret")

    assert [verified.is_known(f"user{number}", 1, "secret") for number in range(3)] == [False, True, True]


def test_tokens_are_long_random_and_stored_as_hashes() -> None:
    one, other = new_secret(), new_secret()

    assert one != other
    assert len(one) > 40
    assert one not in secret_hash(one)
