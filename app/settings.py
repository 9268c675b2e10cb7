"""The configuration: environment variables, read once into a frozen object."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import feel

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT_FEEL_LIMITS = feel.Limits()
DEFAULT_ZONE = "Asia/Bangkok"
ORGANISATION = "สำนักงานคณะกรรมการการเลือกตั้ง"
ORGANISATION_EN = "Office of the Election Commission of Thailand"


class SettingsInvalid(Exception):  # noqa: N818 (an error is named by the fact it states)
    """The environment does not describe a server that may start."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an installation may choose."""

    database_url: str
    data_dir: Path
    broker_url: str | None = None
    """None: jobs and timers are done on a thread of the server process."""
    host: str = "127.0.0.1"
    port: int = 8000
    secret_key: str = ""
    """Signs session cookies."""
    is_demo: bool = False
    allows_clock_control: bool = False
    zone: str = DEFAULT_ZONE
    organisation: str = ORGANISATION
    organisation_en: str = ORGANISATION_EN
    public_url: str | None = None
    """Where others reach the pages, as exported files tell it; None: where the request came to."""
    is_https: bool = False
    """The pages are served over HTTPS by a proxy in front: cookies travel over nothing else."""
    server_threads: int = 24
    """How many requests one server process works on at a time, those included that wait for jobs (long polling)."""
    server_processes: int = 1
    job_lock_s: float = 60.0
    """How long a handler may work on a job before another worker may start it again."""
    feel_limits: feel.Limits = DEFAULT_FEEL_LIMITS
    """What one evaluation of an expression or a decision may take."""
    audit_key: Path | None = None
    """The private key (PEM) that signs checkpoints; None: `audit_key.pem` in the data directory."""
    master_key: Path | None = None
    """The file with the key that wraps the keys of cases; None: `master_key` in the data directory."""
    checkpoint_minutes: int = 10
    """How often a checkpoint is made when something has happened; 0: only by `anumat audit checkpoint`."""
    emergency_hours: int = 4
    """How long somebody reads a case by emergency access, once a second person has approved it."""
    smtp_url: str | None = None
    oidc_issuer: str | None = None
    oidc_client_id: str | None = None
    oidc_client_secret: str | None = None

    @property
    def is_embedded(self) -> bool:
        """Whether the database is a file of this server."""
        return self.database_url.startswith("sqlite")


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Build the settings; raise SettingsInvalid for values that cannot be meant."""
    data_dir = Path(environment.get("ANUMAT_DATA_DIR") or "var").absolute()
    return Settings(
        database_url=environment.get("ANUMAT_DATABASE_URL") or f"sqlite:///{data_dir / 'anumat.db'}",
        data_dir=data_dir,
        broker_url=environment.get("ANUMAT_BROKER_URL") or None,
        host=environment.get("ANUMAT_HOST") or "127.0.0.1",
        port=_number(environment, "ANUMAT_PORT", 8000),
        secret_key=environment.get("ANUMAT_SECRET_KEY") or "",
        is_demo=_flag(environment, "ANUMAT_DEMO"),
        allows_clock_control=_flag(environment, "ANUMAT_CLOCK_CONTROL"),
        organisation=environment.get("ANUMAT_ORGANISATION") or ORGANISATION,
        organisation_en=environment.get("ANUMAT_ORGANISATION_EN") or ORGANISATION_EN,
        public_url=_address(environment, "ANUMAT_PUBLIC_URL"),
        is_https=_flag(environment, "ANUMAT_HTTPS"),
        server_threads=_number(environment, "ANUMAT_SERVER_THREADS", 24),
        server_processes=_number(environment, "ANUMAT_SERVER_PROCESSES", 1),
        job_lock_s=float(_number(environment, "ANUMAT_JOB_LOCK_SECONDS", 60)),
        feel_limits=_feel_limits(environment),
        audit_key=Path(environment["ANUMAT_AUDIT_KEY"]).absolute() if environment.get("ANUMAT_AUDIT_KEY") else None,
        master_key=Path(environment["ANUMAT_MASTER_KEY"]).absolute() if environment.get("ANUMAT_MASTER_KEY") else None,
        checkpoint_minutes=_number(environment, "ANUMAT_CHECKPOINT_MINUTES", 10),
        emergency_hours=_number(environment, "ANUMAT_EMERGENCY_HOURS", 4),
        smtp_url=environment.get("ANUMAT_SMTP_URL") or None,
        oidc_issuer=environment.get("ANUMAT_OIDC_ISSUER") or None,
        oidc_client_id=environment.get("ANUMAT_OIDC_CLIENT_ID") or None,
        oidc_client_secret=environment.get("ANUMAT_OIDC_CLIENT_SECRET") or None,
    )


def secret_key_of(settings: Settings) -> str:
    """Return the key that signs cookies; a demo without one keeps a random key beside its data.

    Raises SettingsInvalid when a real server has none.
    """
    if settings.secret_key:
        return settings.secret_key
    if not settings.is_demo:
        raise SettingsInvalid("Set ANUMAT_SECRET_KEY to a long random text (or ANUMAT_DEMO=1 to try the demo).")
    path = settings.data_dir / "secret_key"
    if not path.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return path.read_text(encoding="ascii")


def _feel_limits(environment: Mapping[str, str]) -> feel.Limits:
    default = DEFAULT_FEEL_LIMITS
    return feel.Limits(
        steps=_number(environment, "ANUMAT_FEEL_STEPS", default.steps),
        seconds=float(_number(environment, "ANUMAT_FEEL_SECONDS", int(default.seconds))),
        depth=_number(environment, "ANUMAT_FEEL_DEPTH", default.depth),
        string_length=_number(environment, "ANUMAT_FEEL_STRING_LENGTH", default.string_length),
        list_length=_number(environment, "ANUMAT_FEEL_LIST_LENGTH", default.list_length),
    )


def _address(environment: Mapping[str, str], name: str) -> str | None:
    value = environment.get(name, "").strip().rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        raise SettingsInvalid(f"{name} is {value!r}; write an address such as https://cases.example.org.")
    return value or None


def _flag(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value in {"", "0", "false", "no"}:
        return False
    if value in {"1", "true", "yes"}:
        return True
    raise SettingsInvalid(f"{name} is {value!r}; write 1 or 0.")


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    if not value.isascii() or not value.isdigit():
        raise SettingsInvalid(f"{name} is {value!r}; write a whole number.")
    return int(value)
