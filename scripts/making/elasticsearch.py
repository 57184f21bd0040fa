"""Fetches Elasticsearch as its makers publish it for tests of plugins, for tests and for trying."""

import hashlib
import re
import shutil
import zipfile
from pathlib import Path

from making.failure import CannotGoOnError
from making.places import var_dir
from making.shell import Shell, ask

VERSION = "8.19.21"
SHA256 = "215d5f3dbf0609a149f6218a9e47b6ae2df34ebbff3c5754e35f15a5e5393c8a"
COORDINATES = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
OLDEST_JAVA = 17


def home() -> Path:
    """Where the server lies, once it was fetched."""
    return var_dir() / "elasticsearch" / f"elasticsearch-{VERSION}"


def is_installed() -> bool:
    """Whether it is there, whole."""
    return (home() / ".whole").is_file()


def missing() -> str:
    """The command that installs what fetching and running it needs; empty where nothing is missing."""
    packages = [] if java_version() >= OLDEST_JAVA else ["default-jdk-headless"]
    packages += [] if is_installed() or shutil.which("mvn") else ["maven"]
    return f"apt-get install {' '.join(packages)}" if packages else ""


def java_version() -> int:
    """The major version of the Java on PATH; 0 where there is none."""
    java = shutil.which("java")
    told = ask([java, "--version"]) if java else None
    found = re.search(r"\b(\d+)(?:\.\d+)*", told or "")
    return int(found[1]) if found else 0


def install(shell: Shell) -> None:
    """Fetches it from Maven Central; raises `CannotGoOnError` where it is not what was published."""
    folder = home().parent
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    command = ["mvn", "-q", "-B", COPY, f"-Dartifact={COORDINATES}", f"-DoutputDirectory={folder}"]
    shell.run(command, failed="Elasticsearch could not be fetched from Maven Central", cwd=folder)
    archive = folder / f"elasticsearch-{VERSION}.zip"
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != SHA256:
        archive.unlink()
        raise CannotGoOnError(f"{archive.name} is not what its makers published: SHA-256 {found}")
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    for program in (home() / "bin").iterdir():
        program.chmod(0o755)
    (home() / ".whole").touch()
