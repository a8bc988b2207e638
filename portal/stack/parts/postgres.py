"""PostgreSQL: a cluster of our own, with CKAN's database and the DataStore's."""

import os
import shutil
import signal
from pathlib import Path

from stack.errors import PortalError
from stack.install import find_postgres, run
from stack.layout import Layout
from stack.ports import LOOPBACK
from stack.process import Part, birth_of

USER = "ckan"
READER = "datastore_reader"
DATABASES = ("ckan", "datastore")


def owner() -> str | None:
    """PostgreSQL refuses to run as root: then the user its package made runs it."""
    return "postgres" if os.geteuid() == 0 else None


def programs() -> Path:
    """Where initdb, postgres and psql are."""
    found = find_postgres()
    if found is None:
        raise PortalError("PostgreSQL is not installed.")
    return found


def create_cluster(layout: Layout) -> None:
    """Make the cluster once. It trusts whoever reaches loopback: a bench for tests, no home for real data."""
    if (layout.postgres / "PG_VERSION").exists():
        return
    layout.postgres.mkdir(mode=0o700, exist_ok=True)
    if user := owner():
        shutil.chown(layout.postgres, user, user)
        try:
            run(["test", "-w", str(layout.postgres)], owner=user)
        except PortalError as error:
            raise PortalError(
                f"As root, PostgreSQL runs as the user {user}, who may not reach {layout.postgres}. "
                "Name a folder that everyone may pass through in PORTAL_HOME."
            ) from error
    options = ["-A", "trust", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8"]
    run([str(programs() / "initdb"), "-D", str(layout.postgres), *options], owner=owner())


def clear_lock(layout: Layout) -> None:
    """Remove the lock of a server that was killed. PostgreSQL does so itself, unless nobody buried the dead one."""
    lock = layout.postgres / "postmaster.pid"
    if lock.exists() and birth_of(int(lock.read_text(encoding="utf-8").split()[0])) is None:
        lock.unlink()


def describe(layout: Layout, port: int) -> Part:
    """The server, reachable on loopback and by no socket file."""
    return Part(
        name="postgres",
        command=(
            str(programs() / "postgres"),
            *("-D", str(layout.postgres)),
            *("-p", str(port)),
            *("-c", f"listen_addresses={LOOPBACK}"),
            *("-c", "unix_socket_directories="),
        ),
        ready=lambda: answers(port),
        ready_within_s=60,
        stop_signal=signal.SIGINT,  # "fast": SIGTERM would wait until every client has left
        owner=owner(),
    )


def answers(port: int) -> bool:
    """Whether a query is answered."""
    try:
        query(port, "postgres", "SELECT 1")
    except PortalError:
        return False
    return True


def create_databases(port: int) -> None:
    """Make the two databases and the role that only reads, where they are missing."""
    existing = query(port, "postgres", "SELECT datname FROM pg_database").split()
    for database in DATABASES:
        if database not in existing:
            query(port, "postgres", f"CREATE DATABASE {database} ENCODING 'UTF8' TEMPLATE template0")
    if not query(port, "postgres", f"SELECT 1 FROM pg_roles WHERE rolname = '{READER}'"):
        query(port, "postgres", f"CREATE ROLE {READER} LOGIN")


def note(port: int, database: str) -> str:
    """What was last noted about a database, in the cluster itself: it cannot outlive what it speaks of."""
    statement = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = "
    return query(port, "postgres", f"{statement}'{database}'")


def write_note(port: int, database: str, text: str) -> None:
    """Note something about a database."""
    query(port, "postgres", f"COMMENT ON DATABASE {database} IS '{text}'")


def query(port: int, database: str, statement: str) -> str:
    """Run SQL as the cluster's owner and give the bare result."""
    where = ["-h", LOOPBACK, "-p", str(port), "-U", USER, "-d", database]
    psql = [str(programs() / "psql"), "--no-psqlrc", "-qtA", "-v", "ON_ERROR_STOP=1"]
    return run([*psql, *where, "-c", statement]).strip()
