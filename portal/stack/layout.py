"""Where everything of one portal stands: its folder, and the files in it."""

import os
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Layout:
    """The folder of one portal. Deleting it deletes the portal and nothing else."""

    home: Path

    @property
    def environment(self) -> Path:
        """The Python environment CKAN lives in."""
        return self.home / "env"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.environment / "bin" / "python"

    @property
    def ckan(self) -> Path:
        """CKAN's own command."""
        return self.environment / "bin" / "ckan"

    @property
    def configuration(self) -> Path:
        """What CKAN is told; written anew at each start."""
        return self.home / "ckan.ini"

    @property
    def plain_configuration(self) -> Path:
        """The same for the portal without extensions, as long as it runs."""
        return self.home / "plain.ini"

    @property
    def ports(self) -> Path:
        """The ports of the last start."""
        return self.home / "ports.json"

    @property
    def secrets(self) -> Path:
        """What CKAN signs sessions and tokens with, drawn at the first start."""
        return self.home / "secrets.json"

    @property
    def password(self) -> Path:
        """The sysadmin's, for the browser."""
        return self.home / "password"

    @property
    def address(self) -> Path:
        """One line: where the portal answers."""
        return self.home / "address"

    @property
    def logs(self) -> Path:
        """One file for each part."""
        return self.home / "log"

    @property
    def pids(self) -> Path:
        """One file for each part that runs."""
        return self.home / "run"

    @property
    def storage(self) -> Path:
        """Files that people upload."""
        return self.home / "storage"

    @property
    def postgres(self) -> Path:
        """PostgreSQL's cluster."""
        return self.home / "postgres"

    @property
    def solr_home(self) -> Path:
        """Solr's index and its schema."""
        return self.home / "solr"

    @property
    def solr_jars(self) -> Path:
        """Solr itself."""
        return self.home / "jars"

    def token(self, user: str) -> Path:
        """The file with the API token of a user."""
        return self.home / f"{user}.token"

    def log(self, part: str) -> Path:
        """What a part has to say."""
        return self.logs / f"{part}.log"


def find_layout() -> Layout:
    """The portal named by PORTAL_HOME, or the repository's own in ``.portal``."""
    return Layout(Path(os.environ.get("PORTAL_HOME", SOURCE.parent / ".portal")).resolve())


def write_secret(path: Path, text: str) -> None:
    """Write a file that only its owner may read, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
