"""CKAN itself: its configuration, its tables, its first user, its web server and its worker."""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path

from stack import http
from stack.install import run
from stack.layout import Layout, write_secret
from stack.parts import postgres, solr
from stack.ports import LOOPBACK, Ports
from stack.process import Part

SYSADMIN = "sysadmin"
PLAIN = "plain"

# Formats the portal shows besides CSV, which goes through the DataStore.
PREVIEWED_TEXT = "txt plain text/plain ttl turtle text/turtle n-triples nt csvw"
PREVIEWED_JSON = "json jsonld json-ld application/ld+json geojson"


def address(ports: Ports) -> str:
    """Where the portal answers."""
    return f"http://{LOOPBACK}:{ports.ckan}"


def settings(layout: Layout, ports: Ports, keys: Mapping[str, str]) -> dict[str, str]:
    """Every setting in which this portal differs from CKAN's defaults."""
    database = f"postgresql://{postgres.USER}@{LOOPBACK}:{ports.postgres}"
    return {
        "use": "egg:ckan",
        "ckan.site_id": "portal",
        "ckan.site_url": address(ports),
        "ckan.site_title": "Offene Daten",
        "ckan.site_description": "Ein Portal zum Ausprobieren: CKAN mit DCAT-AP.de.",
        "ckan.locale_default": "de",
        "ckan.locales_offered": "de en",
        "ckan.storage_path": str(layout.storage),
        "ckan.auth.create_user_via_web": "false",
        "SECRET_KEY": keys["session"],
        "WTF_CSRF_SECRET_KEY": keys["forms"],
        "api_token.jwt.encode.secret": f"string:{keys['tokens']}",
        "api_token.jwt.decode.secret": f"string:{keys['tokens']}",
        "sqlalchemy.url": f"{database}/ckan",
        "ckan.datastore.write_url": f"{database}/datastore",
        "ckan.datastore.read_url": f"postgresql://{postgres.READER}@{LOOPBACK}:{ports.postgres}/datastore",
        "solr_url": solr.url(ports.solr),
        "ckan.redis.url": f"redis://{LOOPBACK}:{ports.redis}/0",
        "ckan.plugins": " ".join(
            (
                "dcat_ap_de dcat structured_data scheming_datasets",
                "datastore xloader datatables_view text_view",
                "harvest dcat_rdf_harvester",
            )
        ),
        "scheming.dataset_schemas": "ckanext.dcatapde.schemas:dcat_ap_de.yaml",
        "scheming.presets": "ckanext.scheming:presets.json ckanext.dcat.schemas:presets.yaml",
        "ckanext.dcat.rdf.profiles": "dcat_ap_de_3",
        "ckanext.dcat.base_uri": address(ports),
        "ckanext.dcat.resource.inherit.license": "true",
        "ckanext.dcatapde.publisher.name": "Musterstadt",
        "ckanext.dcatapde.publisher.email": "opendata@example.org",
        "ckanext.dcatapde.publisher.type": "http://purl.org/adms/publishertype/LocalAuthority",
        "ckanext.dcatapde.offer_licenses": "true",
        "ckan.views.default_views": "datatables_view text_view",
        "ckan.preview.text_formats": PREVIEWED_TEXT,
        "ckan.preview.json_formats": PREVIEWED_JSON,
        "ckanext.xloader.jobs_db.uri": f"{database}/ckan",
        "ckanext.xloader.api_token": read_token(layout),
        "ckanext.xloader.unidecode_headers": "false",
        "ckan.harvest.mq.type": "redis",
        "ckan.harvest.mq.hostname": LOOPBACK,
        "ckan.harvest.mq.port": str(ports.redis),
        "ckan.harvest.mq.redis_db": "1",
    }


def plain_settings(settings: Mapping[str, str], port: int) -> dict[str, str]:
    """The settings of the same portal without any extension, on another port.

    The name of its own keeps the two apart in the search index: neither finds what the other has stored.
    """
    own = {"ckan.site_id": PLAIN, "ckan.site_url": f"http://{LOOPBACK}:{port}", "ckan.plugins": ""}
    return {**settings, **own, "ckan.views.default_views": ""}


# Loggers that are not named here fall silent, with all the tracebacks they have to tell.
LOGGING = """
[loggers]
keys = root, ckan, ckanext, werkzeug

[handlers]
keys = console

[formatters]
keys = plain

[logger_root]
level = WARNING
handlers = console

[logger_ckan]
level = INFO
qualname = ckan
handlers =

[logger_ckanext]
level = INFO
qualname = ckanext
handlers =

[logger_werkzeug]
level = INFO
qualname = werkzeug
handlers =

[handler_console]
class = StreamHandler
args = (sys.stderr,)
formatter = plain

[formatter_plain]
format = %(asctime)s %(levelname)s [%(name)s] %(message)s
"""


def configure(layout: Layout, ports: Ports) -> bool:
    """Write CKAN's configuration and tell whether it changed."""
    text = render(settings(layout, ports, signing_keys(layout)))
    if layout.configuration.exists() and layout.configuration.read_text(encoding="utf-8") == text:
        return False
    write_secret(layout.configuration, text)
    return True


def configure_plain(layout: Layout, ports: Ports, port: int) -> None:
    """Write the configuration of the portal without extensions."""
    values = plain_settings(settings(layout, ports, signing_keys(layout)), port)
    write_secret(layout.plain_configuration, render(values))


def render(values: Mapping[str, str]) -> str:
    """A configuration file, loggers and all."""
    lines = [f"{key} = {value}" for key, value in values.items()]
    return "\n".join(["[DEFAULT]", "debug = false", "", "[app:main]", *lines, LOGGING])


def signing_keys(layout: Layout) -> dict[str, str]:
    """The keys CKAN signs with: drawn once, or every session and token would end with a restart."""
    if not layout.secrets.exists():
        drawn = {name: secrets.token_urlsafe(32) for name in ("session", "forms", "tokens")}
        write_secret(layout.secrets, json.dumps(drawn))
    keys: dict[str, str] = json.loads(layout.secrets.read_text(encoding="utf-8"))
    return keys


def read_token(layout: Layout) -> str:
    """The sysadmin's token; before there is one, a word that opens nothing."""
    path = layout.token(SYSADMIN)
    return path.read_text(encoding="utf-8").strip() if path.exists() else "not-yet"


def prepare(layout: Layout, ports: Ports, version: str) -> None:
    """Make CKAN's tables for this version of the software, and its sysadmin. Both once."""
    noted = postgres.note(ports.postgres, "ckan")
    if noted != version:
        if not noted:  # a new cluster: tokens of an older one open nothing
            for token in layout.home.glob("*.token"):
                token.unlink()
        create_tables(layout, ports)
        postgres.write_note(ports.postgres, "ckan", version)
    if not layout.token(SYSADMIN).exists():
        create_sysadmin(layout)


def create_tables(layout: Layout, ports: Ports) -> None:
    """Make the tables of CKAN and its extensions, or bring them up to date."""
    command(layout, "db", "init")
    command(layout, "db", "upgrade", "-p", "harvest")
    permissions = command(layout, "datastore", "set-permissions")
    # The script begins with psql's own \\connect, which has no place among statements.
    statements = "\n".join(line for line in permissions.splitlines() if not line.startswith("\\connect"))
    postgres.query(ports.postgres, "datastore", statements)


def create_sysadmin(layout: Layout) -> None:
    """Make the user who may do everything, with a password and a token that stay in the portal's folder."""
    if not layout.password.exists():
        write_secret(layout.password, secrets.token_urlsafe(16) + "\n")
    password = layout.password.read_text(encoding="utf-8").strip()
    if "User: None" in command(layout, "user", "show", SYSADMIN):
        command(layout, "user", "add", SYSADMIN, f"password={password}", f"email={SYSADMIN}@example.org")
        command(layout, "sysadmin", "add", SYSADMIN)
    token = command(layout, "user", "token", "add", SYSADMIN, "portal", "-q")
    write_secret(layout.token(SYSADMIN), token.strip() + "\n")


def command(layout: Layout, *arguments: str) -> str:
    """Run CKAN's own command."""
    return run([str(layout.ckan), "-c", str(layout.configuration), *arguments])


def describe_web(layout: Layout, ports: Ports) -> Part:
    """The web server CKAN brings for development: one process, several threads, quite enough for a bench."""
    return web_server("ckan", layout, layout.configuration, ports.ckan)


def describe_plain(layout: Layout, port: int) -> Part:
    """A second one, on the same database, for the portal without extensions."""
    return web_server(PLAIN, layout, layout.plain_configuration, port)


def web_server(name: str, layout: Layout, configuration: Path, port: int) -> Part:
    """A web server for a configuration."""
    return Part(
        name=name,
        command=(
            *(str(layout.ckan), "-c", str(configuration)),
            # The loader fetches a file from the portal while it holds a lock in the database: with one thread, whoever
            # waits for that lock keeps the file from the loader, for ever.
            *("run", "-H", LOOPBACK, "-p", str(port), "--disable-reloader", "--disable-debugger", "--threaded"),
        ),
        ready=lambda: http.answers(f"http://{LOOPBACK}:{port}/api/3/action/status_show"),
        ready_within_s=60,
    )


def describe_worker(layout: Layout, ports: Ports) -> Part:
    """The worker that loads files into the DataStore."""
    return Part(
        name="worker",
        command=(str(layout.ckan), "-c", str(layout.configuration), "jobs", "worker"),
        ready=lambda: True,
        ready_within_s=5,
    )
