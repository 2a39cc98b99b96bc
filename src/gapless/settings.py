"""Every setting of the server: one class, read from environment variables `GAPLESS_*`."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    EmailStr,
    Field,
    FilePath,
    NameEmail,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from gapless.smtp_url import parse_smtp_url


class Settings(BaseSettings):
    """The server's settings. `gapless settings` prints them with their present values."""

    model_config = SettingsConfigDict(env_prefix="GAPLESS_", env_ignore_empty=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address the API and panel listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port the API and panel listen on.")
    data_dir: Path = Field(
        Path(".gapless"), description="Where the embedded database and its logs live."
    )
    database_url: str | None = Field(
        None,
        description="An external PostgreSQL (14 or later), postgresql://user:password@host/name. "
        "Empty: the embedded one in the data directory.",
    )
    database_pool_size: int = Field(10, ge=2, description="Connections kept by each process.")

    owner_email: str | None = Field(
        None, description="E-mail of the first platform owner, made on start if there is none."
    )
    owner_password: SecretStr | None = Field(
        None, description="Password of the first platform owner."
    )
    demo: bool = Field(
        False, description="Fill an empty database with demo brands, games and sign-ins."
    )

    environment: Literal["production", "staging", "development"] = Field(
        "development", description="Shown in the panel and written to every log line."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="The least severe log line that is written."
    )
    log_format: Literal["json", "text"] = Field("json", description="Shape of the log lines.")

    session_idle_minutes: int = Field(
        60, ge=1, description="A session not used for this long ends."
    )
    session_absolute_hours: int = Field(
        24, ge=1, description="A session ends this long after sign-in, used or not."
    )
    cookie_secure: bool = Field(
        False, description="Send session cookies over HTTPS only. Switch on behind TLS."
    )
    login_max_failures: int = Field(
        5, ge=1, description="Failed sign-ins of one e-mail before it has to wait."
    )
    login_max_failures_per_address: int = Field(
        50, ge=1, description="Failed sign-ins from one address before it has to wait."
    )
    login_window_minutes: int = Field(
        15, ge=1, description="Window in which failed sign-ins are counted."
    )
    step_up_minutes: int = Field(
        15,
        ge=1,
        description="A dangerous act asks for a fresh proof if the last one is older than this.",
    )
    step_up_token_minutes: int | None = Field(
        None,
        ge=1,
        description="The same for sessions with a Bearer token, whose clients may be unable to ask "
        "for a proof. Empty: as for everybody.",
    )
    secret_key: SecretStr | None = Field(
        None,
        description="Seals what is stored and read again (second factors, client secrets). "
        "Several, comma-separated: the first seals, all open. Empty: a key file in the data "
        "directory.",
    )
    login_history_days: int = Field(
        365, ge=1, description="How long the login history is kept, in days."
    )
    geo_database: Path | None = Field(
        None,
        description="A MaxMind database (.mmdb, City or Country) that tells where an address is. "
        "Empty: no places are shown.",
    )
    api_key_offline_seconds: float = Field(
        60.0, ge=0, description="How long API keys are believed when the database does not answer."
    )
    leak_webhook_secret: SecretStr | None = Field(
        None, description="Secret that reports of leaked API keys are signed with (HMAC-SHA256)."
    )
    leak_public_keys_file: FilePath | None = Field(
        None,
        description="Public keys that GitHub signs reports of leaked API keys with, as a file of "
        "https://api.github.com/meta/public_keys/secret_scanning.",
    )
    invite_hours: int = Field(72, ge=1, description="How long the link of an invite is good.")
    password_reset_minutes: int = Field(
        60, ge=1, description="How long a link to set a new password is good."
    )
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = Field(
        (),
        description="Networks (CIDR, comma-separated) whose X-Forwarded-For is believed.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Origins (comma-separated) from which another panel may call the API."
    )
    metrics_token: SecretStr | None = Field(
        None, description="Bearer token for /metrics. Empty: only loopback may read it."
    )
    git_sha: str | None = Field(
        None, description="Commit shown by /api/version, where the code runs outside a checkout."
    )
    kill_switch_all: bool = Field(
        False, description="Answer 503 for every module that can be switched off."
    )

    public_url: str | None = Field(
        None,
        description="Address under which people reach the panel, https://office.example.com. Links "
        "in mails are made of it. Empty: the host and port listened on.",
    )
    smtp_url: SecretStr | None = Field(
        None,
        description="The mail server, smtp://user:password@host:port (STARTTLS) or smtps:// (TLS). "
        "Empty: no mail is sent.",
    )
    mail_from: NameEmail | None = Field(
        None, description="Sender of mails, `Gapless <gapless@example.com>`."
    )
    mail_language: Literal["en", "tr"] = Field(
        "en", description="Language of mails to people whose own is not known."
    )

    import_max_bytes: int = Field(
        50 * 1024 * 1024, ge=1024, description="Largest catalogue file, in bytes."
    )
    import_max_rows: int = Field(250_000, ge=1, description="Most rows in one catalogue file.")
    import_wait_seconds: float = Field(
        12.0, ge=0, description="How long a confirmed import is waited for before 202 is answered."
    )

    gap_capture_max_bytes: int = Field(
        256 * 1024 * 1024, ge=1024, description="Largest HAR or scan result, in bytes."
    )
    gap_base_url: str | None = Field(
        None,
        description="The server that verification contracts are run against. Empty: this one.",
    )
    gap_actors_file: Path | None = Field(
        None,
        description="Who acts in contracts (YAML). Empty: `owner`, with the first owner's e-mail "
        "and password from the environment (in demo mode the demo sign-ins), and `nobody`.",
    )
    gap_verify_nightly: bool = Field(
        True, description="Run every verification contract each night at 02:00 UTC."
    )
    gap_webhook_url: SecretStr | None = Field(
        None, description="Where breaches and reopenings of gaps are posted. Empty: nowhere."
    )
    gap_mail_to: Annotated[tuple[EmailStr, ...], NoDecode] = Field(
        (), description="Who gets a mail of them (addresses, comma-separated). Empty: nobody."
    )

    flag_stale_days: int = Field(
        60, ge=1, description="A flag that nothing happened to for this long is named as stale."
    )

    flag_player_days: int = Field(
        30,
        ge=0,
        le=400,
        description="How long the players whom flags are served to are kept, to count segments; "
        "0 keeps nobody.",
    )

    worker_concurrency: int = Field(4, ge=1, description="Jobs one worker runs at once.")

    @model_validator(mode="after")
    def _no_demo_in_production(self) -> Self:
        if self.demo and self.environment == "production":
            raise ValueError("demo data has public passwords: not in production")
        return self

    @model_validator(mode="after")
    def _mail_has_a_sender(self) -> Self:
        if self.smtp_url is not None and self.mail_from is None:
            raise ValueError("GAPLESS_SMTP_URL needs GAPLESS_MAIL_FROM")
        return self

    @field_validator("smtp_url")
    @classmethod
    def _names_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parse_smtp_url(value.get_secret_value())
        return value

    @field_validator("public_url")
    @classmethod
    def _is_a_base(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query:
            raise ValueError("give https://host, with a path if the panel has one, and no more")
        if parts.fragment or parts.username:
            raise ValueError("give https://host, with a path if the panel has one, and no more")
        return value.rstrip("/")

    @property
    def own_url(self) -> str:
        """The address at which this machine reaches the server."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104 - not bound
        host = everywhere.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def link(self, path: str) -> str:
        """The address of a page of the panel, as people reach it: `settings.link("/gaps")`."""
        return f"{self.public_url or self.own_url}{path}"

    @field_validator("trusted_proxies", "cors_origins", "gap_mail_to", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value
