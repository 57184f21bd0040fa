"""What the house refuses to start with, and what the media server's configuration keeps to itself."""

import stat
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from hub.errors import SetupError
from hub.settings import Settings
from tests.support.clock import HandClock
from video.media import config
from video.media.config import PLUGIN, TRANSPORT, MediaConfig, write_config
from video.part import open_server, open_services
from video.services.bank_models import BankFaces
from video.services.ports import Services

SECRET = SecretStr("s" * 32)
URL = "ws://127.0.0.1:8188"


def settings(**values: Any) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[call-arg]


@pytest.mark.parametrize("url", ["ws://media.bank.example:8188", "wss://127.0.0.1:1", "http://127.0.0.1:1"])
def test_the_media_server_is_on_this_machine(url: str) -> None:
    with pytest.raises(SetupError, match="VIDEO_SERVER_URL"):
        settings(video_server_url=url)


def test_a_media_server_needs_its_secret_and_a_key() -> None:
    assert open_server(settings()) is None
    for values in ({}, {"video_server_secret": SECRET}, {"video_seal_key": "seal.pem"}):
        with pytest.raises(SetupError, match="make video"):
            open_server(settings(video_server_url=URL, **values))
    both: dict[str, Any] = {"video_server_secret": SECRET, "video_seal_key": "seal.pem"}
    assert open_server(settings(video_server_url=URL, **both)) is not None


def test_the_demonstration_of_services_does_not_meet_customers() -> None:
    clock = HandClock()
    assert open_services(settings(), clock) == Services()
    played = open_services(settings(video_demo_services=True), clock)
    assert None not in (played.identity, played.signing, played.faces, played.speech)
    with pytest.raises(SetupError, match="proves nothing"):
        open_services(settings(video_demo_services=True, public_url="https://chat.bank.example"), clock)


def test_a_model_is_asked_with_a_signature_and_is_not_played_beside_the_demonstration() -> None:
    url, clock = "https://models.bank.example/faces", HandClock()
    with pytest.raises(SetupError, match="MODELS_SECRET"):
        open_services(settings(video_faces_url=url), clock)
    with pytest.raises(SetupError, match="VIDEO_SPEECH_URL"):
        settings(video_speech_url="models.bank.example")
    connected = open_services(settings(video_faces_url=url, video_models_secret=SECRET), clock)
    assert isinstance(connected.faces, BankFaces)
    assert (connected.speech, connected.identity, connected.is_demo) == (None, None, False)


def test_the_configuration_loads_two_files_and_is_nobody_elses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind, name in (("plugins", PLUGIN), ("transports", TRANSPORT), ("plugins", "libjanus_sip.so")):
        path = tmp_path / "lib" / "x" / "janus" / kind / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    monkeypatch.setattr(config, "INSTALLED", tmp_path / "lib")
    folder = tmp_path / "conf"
    write_config(folder, MediaConfig(8188, "not-told", "eth0"))
    loaded = sorted(path.name for path in folder.glob("*/*"))
    assert loaded == [PLUGIN, TRANSPORT]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.glob("*.jcfg")} == {0o600}
    socket = (folder / "janus.transport.websockets.jcfg").read_text()
    assert "admin_ws = false" in socket
    assert 'ws_ip = "127.0.0.1"' in socket
