"""A town as its watcher knows it between two looks: its settings, read anew when their file changed, and its inbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pipeline.inbox import Scan
from pipeline.model.dataset import Dataset
from pipeline.model.drop import Drop
from pipeline.model.errors import ConfigError, OutsideWorldError, reason_of
from pipeline.model.report import Text
from pipeline.town import inbox_of, read_text
from pipeline.town.config import parse_dataset


@dataclass
class Watched:
    """One town: where its ``dataset.toml`` is, what it says, and the last look at its inbox."""

    settings: Path
    scan: Scan = field(default_factory=Scan)
    _stamp: tuple[int, int] = (0, 0)
    _dataset: Dataset | None = None

    def key(self) -> str:
        """The town's name, as far as its settings were ever read; else that of its folder."""
        return self._dataset.name if self._dataset else self.settings.parent.name

    def snapshots(self, output: Path) -> Path:
        """Where what was handed in is kept."""
        return output / self.key() / "internal" / "drops"

    def snapshot(self, output: Path, drop: Drop) -> Path:
        """The bytes of a drop."""
        return self.snapshots(output) / drop.sha256 / drop.name

    def dataset(self) -> Dataset:
        """The settings as they are now. Raises ``ConfigError`` for what cannot be meant."""
        try:
            found = self.settings.stat()
        except OSError as error:
            why = reason_of(error)
            raise OutsideWorldError(
                Text(f"{self.settings}: {why.de}", f"{self.settings}: {why.en}"),
            ) from error
        stamp = (found.st_mtime_ns, found.st_size)
        if self._dataset is None or stamp != self._stamp:
            self._dataset = parse_dataset(read_text(self.settings), str(self.settings))
            self._stamp = stamp
        return self._dataset

    def inbox(self) -> Path:
        """Where staff put their files. Raises ``ConfigError`` where that is the town's own folder."""
        home = self.settings.parent
        inbox = inbox_of(home, self.dataset())
        if inbox.resolve() == home.resolve():
            raise ConfigError(_OWN_FOLDER)
        return inbox


_OWN_FOLDER = Text(
    "[inbox] path: Der Eingang ist der Ordner der Stadt selbst; nennen Sie einen anderen",
    "[inbox] path: the inbox is the town's own folder; name another one",
)
