"""Every setting of the house, read from the environment (prefix `YUANQIAO_`) and from `.env`.

`docs/settings.md` explains each one; a test fails when one is missing there.
"""

import re
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from hub.errors import SetupError
from hub.origins import is_loopback, read_origin, read_origins, read_page
from hub.remote import Network, read_networks

ROOT = Path(__file__).resolve().parent.parent

SECRET_BYTES = 32
"""A shorter secret could be guessed; as many bytes as SHA-256 gives (RFC 2104, 3)."""


RELAY = re.compile(r"turns?:[A-Za-z0-9.\[\]:-]{1,200}(\?transport=(udp|tcp))?")
"""The address of a relay (RFC 7065)."""


class Settings(BaseSettings):
    """The settings of one process; children of the supervisor inherit them by environment."""

    model_config = SettingsConfigDict(env_prefix="YUANQIAO_", env_file=".env", extra="ignore", frozen=True)

    var_dir: Path = ROOT / "var"
    database_url: str = ""
    redis_url: SecretStr = SecretStr("")
    database_deadline_s: float = Field(default=8.0, gt=0)
    beyond_loopback: bool = False
    host: str = "127.0.0.1"
    public_url: str = ""
    trusted_proxies: str = ""
    connections_per_address: int = Field(default=200, ge=1)
    root_url: str = ""
    port: int = Field(default=8080, ge=1, le=65535)
    bank_site_port: int = Field(default=8081, ge=1, le=65535)
    bot_port: int = Field(default=8082, ge=1, le=65535)
    actions_port: int = Field(default=8083, ge=1, le=65535)
    media_port: int = Field(default=8084, ge=1, le=65535)
    media_url: str = ""
    media_dir: str = ""
    media_bytes_limit: int = Field(default=15_000_000, ge=1)
    clamav_socket: str = Field(default="", pattern=r"^(|/.+|.+:[0-9]{1,5})$")
    bot_secret: SecretStr = SecretStr("")
    actions_secret: SecretStr = SecretStr("")
    turn_secret: SecretStr = SecretStr("")
    visitor_secret: SecretStr = SecretStr("")
    media_secret: SecretStr = SecretStr("")
    ingress_secret: SecretStr = SecretStr("")
    data_keys: SecretStr = SecretStr("")
    bank_login_key: SecretStr = SecretStr("")
    bank_login_issuer: str = ""
    push_url: str = ""
    push_secret: SecretStr = SecretStr("")
    push_after_s: float = Field(default=10.0, gt=0)
    bank_url: str = ""
    bank_secret: SecretStr = SecretStr("")
    bank_within_s: float = Field(default=5.0, gt=0, le=20)
    outreach_quiet: str = "22:00-08:00"
    outreach_per_week: int = Field(default=5, ge=0, le=100)
    case_days: float = Field(default=15.0, gt=0)
    step_up_secret: SecretStr = SecretStr("")
    step_up_sms_account: str = ""
    evidence_key_file: str = ""
    retention_days: str = ""
    process_name: str = "hub-1"
    ingress_port: int = Field(default=8086, ge=1, le=65535)
    ingress_name: str = Field(default="ingress-1", pattern=r"^[a-z0-9-]{1,32}$")
    ingress_dir: str = ""
    ingress_within_s: float = Field(default=4.8, gt=0)
    accounts_file: Path = ROOT / "accounts.yml"
    phones: bool = True
    phones_port: int = Field(default=8085, ge=1, le=65535)
    phones_file: str = ""
    demo_bank: bool = True

    staff_port: int = Field(default=8087, ge=1, le=65535)
    staff_url: str = ""
    staff_idle_s: float = Field(default=1800.0, gt=0)
    staff_session_s: float = Field(default=43_200.0, gt=0)
    staff_second_factor: Literal["", "required", "optional"] = ""
    staff_oidc_issuer: str = ""
    staff_oidc_client: str = ""
    staff_oidc_secret: SecretStr = SecretStr("")
    staff_oidc_claim: str = Field(default="preferred_username", pattern=r"^[a-z_]{1,40}$")
    staff_argon2_kib: int = Field(default=65_536, ge=32)
    staff_argon2_rounds: int = Field(default=3, ge=1)

    mail_server: str = Field(default="", pattern=r"^(|[A-Za-z0-9.\[\]:-]+:[0-9]{1,5})$")
    mail_tls: Literal["starttls", "tls", "off"] = "starttls"
    mail_ca_file: str = ""
    mail_user: str = ""
    mail_password: SecretStr = SecretStr("")
    mail_from: str = ""
    mail_within_s: float = Field(default=20.0, gt=0)

    video_server_url: str = ""
    video_server_secret: SecretStr = SecretStr("")
    video_recordings_dir: str = ""
    video_seal_key: str = ""
    video_retention_days: str = ""
    video_demo_services: bool = False
    video_speech_url: str = ""
    video_faces_url: str = ""
    video_models_secret: SecretStr = SecretStr("")
    video_relay_urls: str = ""
    video_relay_secret: SecretStr = SecretStr("")
    video_relay_only: bool = False

    webchat_origins: str = ""
    webchat_messages_per_minute: int = Field(default=30, ge=1)
    webchat_visitors_per_minute: int = Field(default=60, ge=1)
    webchat_uploads: bool = True
    webchat_idle_close_s: float = Field(default=1800.0, gt=0)

    answer_within_s: float = Field(default=3.0, gt=0)
    turn_concurrency: int = Field(default=16, ge=1)
    ask_deadline_s: float = Field(default=15.0, gt=0)
    action_deadline_s: float = Field(default=10.0, gt=0)
    waiting_after_s: float = Field(default=7.5, gt=0)  # on the screen within eight
    late_after_s: float = Field(default=15.0, gt=0)
    give_up_after_s: float = Field(default=120.0, gt=0)
    lease_s: float = Field(default=30.0, gt=0)

    elasticsearch_url: str = ""
    elasticsearch_user: str = ""
    elasticsearch_password: SecretStr = SecretStr("")
    elasticsearch_ca: str = ""
    elasticsearch_index: str = Field(default="yuanqiao-kb", pattern=r"^[a-z][a-z0-9-]{0,60}$")
    elasticsearch_within_s: float = Field(default=1.5, gt=0)
    elasticsearch_fallback: bool = True

    kb_calibration: str = ""
    kb_max_wrong: float | None = Field(default=None, ge=0, le=1)
    kb_max_unfounded: float | None = Field(default=None, ge=0, le=1)
    kb_max_useless: float | None = Field(default=None, ge=0, le=1)
    kb_learn_order: bool = True
    kb_vectors_url: str = ""
    kb_vectors_model: str = Field(default="", max_length=200)
    kb_vectors_key: SecretStr = SecretStr("")
    kb_vectors_within_s: float = Field(default=1.0, gt=0, le=30)

    navigation_ask_after_s: float = Field(default=180.0, ge=0)
    navigation_ask_on: str = Field(default="webchat,wechat,miniprogram,wecom", pattern=r"^[a-z_,]{0,200}$")
    navigation_hosts: str = Field(default="", max_length=2000)
    navigation_check_every_s: float = Field(default=3600.0, ge=60)

    bank_name: str = "远桥银行"
    bank_hotline: str = "95XXX"
    bank_colour: str = Field(default="#0b6b74", pattern=r"^#[0-9a-fA-F]{6}$")
    help_pages: bool = True
    map_address: str = (
        "https://uri.amap.com/marker?position={longitude},{latitude}&name={name}&coordinate=wgs84"
    )
    time_zone: str = "Asia/Shanghai"
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    def __init__(self, **values: Any) -> None:
        """Reads the settings; raises `SetupError`, which names the first wrong one and not what it holds."""
        try:
            super().__init__(**values)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            name = "_".join(str(part) for part in first["loc"]).upper()
            raise SetupError(f"the setting YUANQIAO_{name} is wrong: {first['msg']}") from error

    @field_validator("trusted_proxies")
    @classmethod
    def _names_networks(cls, listed: str) -> str:
        read_networks(listed)
        return listed

    @field_validator("host")
    @classmethod
    def _loopback_unless_told(cls, host: str, info: ValidationInfo) -> str:
        if not is_loopback(host) and not info.data.get("beyond_loopback"):
            raise ValueError(
                f"{host[:100]!r} can be reached from other machines, without TLS and with /metrics for "
                "everybody; listen on 127.0.0.1 behind a proxy, or set YUANQIAO_BEYOND_LOOPBACK=true"
            )
        return host

    @field_validator("public_url", "media_url", "staff_url")
    @classmethod
    def _is_origin(cls, url: str) -> str:
        return read_origin(url) if url else url

    @field_validator("staff_oidc_issuer")
    @classmethod
    def _is_issuer(cls, url: str) -> str:
        return _encrypted(url, "an issuer is an address that begins with https://")

    @field_validator("elasticsearch_url")
    @classmethod
    def _lists_nodes(cls, listed: str) -> str:
        nodes = [read_origin(node) for node in filter(None, map(str.strip, listed.split(",")))]
        for node in nodes:
            if node.startswith("http://") and not is_loopback(urlsplit(node).hostname or ""):
                raise ValueError("a password would be sent unencrypted: https:// beyond this machine")
        return ",".join(nodes)

    @field_validator("kb_vectors_url")
    @classmethod
    def _is_endpoint(cls, url: str) -> str:
        return _encrypted(url, "customers' words would be sent unencrypted: https:// beyond this machine")

    @field_validator("map_address")
    @classmethod
    def _leads_to_a_map(cls, address: str) -> str:
        if not address:
            return address
        try:
            read_page(address.format(latitude="31.2", longitude="121.4", name="A").partition("?")[0])
        except (KeyError, IndexError, ValueError):
            raise ValueError("a web address that names {latitude}, {longitude} and {name}") from None
        return address

    @field_validator("video_server_url")
    @classmethod
    def _is_on_this_machine(cls, url: str) -> str:
        if url and not (url.startswith("ws://") and is_loopback(urlsplit(url).hostname or "")):
            raise ValueError("the media server writes to this machine's disk: ws://127.0.0.1:PORT")
        return url

    @field_validator("video_relay_urls")
    @classmethod
    def _lists_relays(cls, listed: str) -> str:
        urls = list(filter(None, map(str.strip, listed.split(","))))
        if not all(map(RELAY.fullmatch, urls)):
            raise ValueError("relays are turn:HOST:PORT or turns:HOST:PORT, separated by commas")
        return ",".join(urls)

    @field_validator("webchat_origins")
    @classmethod
    def _lists_origins(cls, listed: str) -> str:
        return ",".join(read_origins(listed))

    @field_validator("root_url", "push_url", "bank_url", "video_speech_url", "video_faces_url")
    @classmethod
    def _is_page(cls, url: str) -> str:
        return read_page(url) if url else url

    @field_validator(
        "bot_secret",
        "actions_secret",
        "turn_secret",
        "visitor_secret",
        "media_secret",
        "ingress_secret",
        "push_secret",
        "bank_secret",
        "step_up_secret",
        "video_server_secret",
        "video_relay_secret",
        "video_models_secret",
    )
    @classmethod
    def _is_long_enough(cls, secret: SecretStr) -> SecretStr:
        if 0 < len(secret.get_secret_value().encode()) < SECRET_BYTES:
            raise ValueError(
                f"a secret has {SECRET_BYTES} bytes at least: python -c "
                "'import secrets; print(secrets.token_hex())' makes one"
            )
        return secret

    @cached_property
    def proxies(self) -> tuple[Network, ...]:
        """The proxies whose word about a client's address is believed."""
        return read_networks(self.trusted_proxies)

    @cached_property
    def database(self) -> str:
        """The SQLAlchemy URL: the setting, or the SQLite file under `var_dir`."""
        return self.database_url or f"sqlite:///{self.var_dir / 'yuanqiao.db'}"

    @property
    def elasticsearch_nodes(self) -> list[str]:
        """The nodes of Elasticsearch; none where the embedded index serves alone."""
        return self.elasticsearch_url.split(",") if self.elasticsearch_url else []

    @property
    def hub_url(self) -> str:
        """Where the ingress reaches the hub: on the address on which it listens, or on loopback."""
        host = "127.0.0.1" if self.host in ("", "0.0.0.0", "::") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def bot_url(self) -> str:
        """Where the hub reaches the bot: loopback only."""
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def actions_url(self) -> str:
        """Where the bot reaches the actions: loopback only."""
        return f"http://127.0.0.1:{self.actions_port}"

    @property
    def index_dir(self) -> Path:
        """Where the embedded search index lies."""
        return self.var_dir / "index"

    @property
    def ingress_folder(self) -> Path:
        """Where an ingress keeps its spool: the setting, or a folder of its name under `var_dir`."""
        return Path(self.ingress_dir) if self.ingress_dir else self.var_dir / "ingress" / self.ingress_name

    @property
    def media_folder(self) -> Path:
        """Where media lie: the setting, or a folder under `var_dir`."""
        return Path(self.media_dir) if self.media_dir else self.var_dir / "media"

    @property
    def media_origin(self) -> str:
        """The origin from which browsers get media: the public one, or loopback."""
        return self.media_url or f"http://127.0.0.1:{self.media_port}"

    @property
    def video_folder(self) -> Path:
        """Where recordings lie: the setting, or a folder under `var_dir`."""
        folder = Path(self.video_recordings_dir) if self.video_recordings_dir else self.var_dir / "recordings"
        return folder.absolute()

    @cached_property
    def staff_origins(self) -> tuple[str, ...]:
        """The origins under which browsers reach the staff's pages: the setting, or loopback."""
        if self.staff_url:
            return (self.staff_url,)
        return (f"http://127.0.0.1:{self.staff_port}", f"http://localhost:{self.staff_port}")

    @property
    def staff_passkey_host(self) -> str:
        """The host that passkeys belong to; an address is none (WebAuthn, 5.1.2), so loopback has a name."""
        host = urlsplit(self.staff_url).hostname if self.staff_url else None
        return host or "localhost"

    @property
    def wants_second_factor(self) -> bool:
        """Whether staff need a second factor: the setting, or everywhere but in the demo bank."""
        return self.staff_second_factor == "required" or not (self.staff_second_factor or self.demo_bank)

    @property
    def root(self) -> str:
        """Where `/` leads: the setting, or the demo bank on this machine; nowhere where there is neither."""
        if self.root_url or self.public_url or not self.demo_bank:
            return self.root_url
        return f"http://127.0.0.1:{self.bank_site_port}/"

    @property
    def help_address(self) -> str:
        """Under which origin customers reach the help pages; empty where there are none, or nobody knows."""
        return self.public_url if self.help_pages else ""

    @cached_property
    def own_origins(self) -> tuple[str, ...]:
        """The origins under which browsers reach this hub: the public URL, or loopback."""
        if self.public_url:
            return (self.public_url,)
        return (f"http://127.0.0.1:{self.port}", f"http://localhost:{self.port}")

    @cached_property
    def allowed_origins(self) -> tuple[str, ...]:
        """Origins whose pages may embed the widget: the setting, or the demo bank's site."""
        return read_origins(self.webchat_origins) or (
            f"http://127.0.0.1:{self.bank_site_port}",
            f"http://localhost:{self.bank_site_port}",
        )


def _encrypted(url: str, why: str) -> str:
    """An address that is empty, encrypted, or on this machine; raises `ValueError` with `why` for another."""
    if url and not (url.startswith("https://") or is_loopback(urlsplit(url).hostname or "")):
        raise ValueError(why)
    return read_page(url) if url else url
