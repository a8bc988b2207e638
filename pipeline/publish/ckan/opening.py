"""From what was asked for to an open portal: the environment before ``dataset.toml``, and nothing that is not meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime

from pipeline.model.errors import ConfigError
from pipeline.model.report import Text
from pipeline.publish import Elsewhere, Order, ckan
from pipeline.publish.access import is_web_address, travels_open
from pipeline.publish.ckan.journal import open_journal
from pipeline.publish.ckan.naming import check_organization, check_prefix
from pipeline.publish.folder import Folder

URL, TOKEN, ORGANIZATION = "CKAN_URL", "CKAN_TOKEN", "CKAN_ORGANIZATION"


def open_ckan(order: Order) -> AbstractContextManager[Elsewhere]:
    """The portal, with the town's journal for it. Raises ``ConfigError`` before anything is asked of it."""
    return _opened(order, _read_options(order), _read_token(order.environment))


@contextmanager
def _opened(order: Order, options: ckan.Options, token: str) -> Iterator[Elsewhere]:
    folder = Folder(order.folder)
    with (
        folder.on_its_way("ckan"),
        open_journal(folder.internal / ".journal.sqlite", options.address, _read_moment) as journal,
    ):
        for act in journal.cut_off()[:1]:
            order.tell(_unfinished(act.intended_at))
        yield ckan.Ckan(ckan.connect(options.address, token), options, journal, tell=order.tell)


def _read_moment() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def _unfinished(intended_at: str) -> Text:
    moment = intended_at[:16].replace("T", " ")
    return Text(
        f"Ein Lauf vom {moment} (UTC) blieb unvollendet; was ihm fehlt, wird nachgeholt.",
        f"A run of {moment} (UTC) was left unfinished; what it lacks is made up for.",
    )


def _read_options(order: Order) -> ckan.Options:
    settings, environment = order.settings.destinations.ckan, order.environment
    organization = environment.get(ORGANIZATION) or settings.organization
    return ckan.Options(
        address=_parse_address(environment.get(URL) or settings.url),
        organization=check_organization(organization) if order.create_organization and organization else organization,
        prefix=check_prefix(settings.prefix or order.settings.name),
        language=order.settings.language,
        create_organization=order.create_organization,
        withdraw=order.withdraw,
        force=order.force,
    )


def _read_token(environment: Mapping[str, str]) -> str:
    """The token, which stands in the environment alone."""
    token = environment.get(TOKEN, "").strip()
    if not token:
        raise ConfigError(_NO_TOKEN)
    if not (token.isascii() and token.isprintable()) or " " in token:
        raise ConfigError(_WRONG_TOKEN)
    return token


def _parse_address(said: str) -> str:
    """The address of a portal, below which its API lies."""
    address = said.strip().rstrip("/")
    if not address:
        raise ConfigError(_NO_PORTAL)
    if not is_web_address(address) or "@" in address:  # it may hold a password, so it is not repeated
        raise ConfigError(_WRONG_ADDRESS)
    if not address.isprintable() or {"?", "#", " ", "\\"} & set(address):
        raise ConfigError(
            Text(f"{address!r}: ist keine Adresse eines Portals", f"{address!r}: is no address of a portal")
        )
    if travels_open(address):
        raise ConfigError(
            Text(
                f"{address}: Das Token ginge offen durchs Netz; verwenden Sie https://",
                f"{address}: the token would travel in the open; use https://",
            )
        )
    return address


_NO_PORTAL = Text(
    f"Es ist kein Portal eingestellt: Setzen Sie seine Adresse in {URL} oder in dataset.toml [destinations.ckan] url",
    f"no portal is set: put its address into {URL}, or into dataset.toml [destinations.ckan] url",
)
_WRONG_ADDRESS = Text(
    "die Adresse des Portals: erwartet wird eine wie https://portal.example, ohne Namen eines Nutzers",
    "the address of the portal: expected one like https://portal.example, without a user's name",
)
_NO_TOKEN = Text(
    f"Es ist kein Token gesetzt: Es gehört in die Umgebungsvariable {TOKEN} und in keine Datei",
    f"no token is set: put it into the environment variable {TOKEN}; it belongs in no file",
)
_WRONG_TOKEN = Text(
    f"{TOKEN}: ist kein Token; es enthält einen Zeilenumbruch oder andere Zeichen, die keines hat",
    f"{TOKEN}: is no token; it holds a line break or other characters that none has",
)
