"""What a portal needs on this machine: system programs, CKAN's own Python environment, Solr's jars."""

import ctypes.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

from stack.errors import PortalError
from stack.layout import SOURCE, Layout

CONSTRAINTS = SOURCE / "constraints.txt"
PLUGIN = SOURCE / "ckanext-dcatapde"
SOLR = SOURCE / "solr"
LINES_SHOWN = 20


def find_postgres() -> Path | None:
    """The folder with PostgreSQL's programs: Debian keeps them off the path, newest version last."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def has_program(name: str) -> Callable[[], bool]:
    """Whether a program is on the path, asked when the answer is needed."""
    return lambda: shutil.which(name) is not None


def has_python_headers() -> bool:
    """Whether C code can be built against this Python: psycopg2 is."""
    return Path(sysconfig.get_path("include"), "Python.h").exists()


def has_venv() -> bool:
    """Debian splits this module off Python's own library."""
    return subprocess.run([sys.executable, "-c", "import ensurepip"], check=False, capture_output=True).returncode == 0


# Debian's package for each thing, and how one sees that the thing is there, from whatever source.
SYSTEM: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("postgresql", lambda: find_postgres() is not None),
    ("redis-server", has_program("redis-server")),
    ("libpq-dev", has_program("pg_config")),
    ("gcc", has_program("cc")),
    ("libmagic1", lambda: ctypes.util.find_library("magic") is not None),
    ("default-jdk-headless", has_program("javac")),
    ("maven", has_program("mvn")),
    ("python3-dev", has_python_headers),
    ("python3-venv", has_venv),
)


def install_system() -> None:
    """Install the system programs that are missing, and only those."""
    missing = [package for package, present in SYSTEM if not present()]
    if not missing:
        return
    print(f"Installing {', '.join(missing)} …", flush=True)
    if shutil.which("apt-get") is None:
        raise PortalError(f"Please install what Debian calls {', '.join(missing)}, then run portal/up again.")
    as_root = [] if os.geteuid() == 0 else ["sudo"]
    quietly = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    run([*as_root, *quietly, "update"])
    run([*as_root, *quietly, "install", "--yes", "--no-install-recommends", *missing])


def version_wanted() -> str:
    """One word for all the software the constraints name; another word after any change."""
    return sha256(CONSTRAINTS.read_bytes()).hexdigest()


def install_python(layout: Layout) -> bool:
    """Build CKAN's environment as the constraints say, put our plugin into it, and tell whether anything was done."""
    pip = [str(layout.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    wanted = {"ckan": version_wanted(), "plugin": plugin_version()}
    installed = read_versions(layout)
    if installed == wanted:
        return False
    if installed.get("ckan") != wanted["ckan"]:
        print("Installing CKAN and its extensions (a minute or two, once) …", flush=True)
        run([sys.executable, "-m", "venv", "--clear", str(layout.environment)])
        # The constraints name every package: CKAN's own pins contradict those of xloader, nothing is left to resolve.
        run([*pip, "--requirement", str(CONSTRAINTS)])
    print("Installing the plugin …", flush=True)
    # As an operator installs it: in place it would not be found, for other extensions settle where ckanext.* is.
    run([*pip, "--force-reinstall", str(PLUGIN)])
    versions_file(layout).write_text(json.dumps(wanted), encoding="utf-8")
    return True


def plugin_version() -> str:
    """One word for the plugin as it stands here."""
    files = [PLUGIN / "pyproject.toml", *sorted(path for path in (PLUGIN / "ckanext").rglob("*.*") if path.is_file())]
    return sha256(b"".join(path.read_bytes() for path in files if path.suffix != ".pyc")).hexdigest()


def versions_file(layout: Layout) -> Path:
    """Where the environment says what is in it."""
    return layout.environment / "versions.json"


def read_versions(layout: Layout) -> dict[str, str]:
    """What is in the environment; nothing before its work was done to the end."""
    path = versions_file(layout)
    versions: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return versions


def install_solr(layout: Layout) -> None:
    """Fetch Solr's jars and lay out its home, with the schema of the CKAN that is installed."""
    if not layout.solr_jars.exists():
        print("Fetching Solr (once) …", flush=True)
        fetched = layout.solr_jars.with_suffix(".part")
        copy = ["dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
        run(["mvn", "--quiet", "--batch-mode", "--file", str(SOLR / "pom.xml"), *copy])
        fetched.rename(layout.solr_jars)
    core = layout.solr_home / "ckan"
    (core / "conf").mkdir(parents=True, exist_ok=True)
    (layout.solr_home / "solr.xml").write_text("<solr/>\n", encoding="utf-8")
    (core / "core.properties").write_text("name=ckan\n", encoding="utf-8")
    for words in ("synonyms", "protwords", "stopwords"):
        (core / "conf" / f"{words}.txt").touch()
    shutil.copy(SOLR / "solrconfig.xml", core / "conf")
    [schema] = layout.environment.glob("lib/python*/site-packages/ckan/config/solr/schema.xml")
    shutil.copy(schema, core / "conf")


def run(command: Sequence[str], *, owner: str | None = None) -> str:
    """Run a command to its end and give its output; when it fails, show what it said last."""
    done = subprocess.run(
        command,
        check=False,
        text=True,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        user=owner,
        group=owner,
        extra_groups=[] if owner else None,
    )
    if done.returncode:
        said = (done.stdout + done.stderr).splitlines()[-LINES_SHOWN:]
        raise PortalError("\n    ".join([f"{' '.join(command)} failed:", *said]))
    return done.stdout
