"""The environment becomes settings, or a sentence that says what is wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.settings import SettingsInvalid, read_settings, secret_key_of


def test_without_any_variable_the_data_is_beside_the_server() -> None:
    settings = read_settings({})

    assert settings.database_url.endswith("/var/anumat.db")
    assert (settings.is_embedded, settings.port, settings.broker_url, settings.is_demo) == (True, 8000, None, False)


@pytest.mark.parametrize("environment", [{"ANUMAT_PORT": "eighty"}, {"ANUMAT_DEMO": "perhaps"}])
def test_what_cannot_be_meant_is_refused_by_name(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsInvalid, match=next(iter(environment))):
        read_settings(environment)


def test_the_bounds_of_expressions_can_be_chosen_one_by_one() -> None:
    limits = read_settings({"ANUMAT_FEEL_STEPS": "1000", "ANUMAT_FEEL_SECONDS": "1"}).feel_limits

    assert limits == replace(read_settings({}).feel_limits, steps=1_000, seconds=1.0)


def test_a_real_server_needs_a_secret_key(tmp_path: Path) -> None:
    settings = read_settings({"ANUMAT_DATA_DIR": str(tmp_path)})

    with pytest.raises(SettingsInvalid, match="ANUMAT_SECRET_KEY"):
        secret_key_of(settings)
    assert secret_key_of(replace(settings, secret_key="long")) == "long"


def test_a_demo_keeps_a_key_of_its_own(tmp_path: Path) -> None:
    settings = read_settings({"ANUMAT_DATA_DIR": str(tmp_path / "new"), "ANUMAT_DEMO": "1"})

    first, second = secret_key_of(settings), secret_key_of(settings)

    assert first == second
    assert len(first) > 40
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o077 == 0
