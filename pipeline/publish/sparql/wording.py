"""What we tell the operator when a store of graphs does not do its part, and what to do about it."""

from __future__ import annotations

from pipeline.model.report import Text


def no_store(address: str) -> Text:
    """Something answers, but not as SPARQL has it."""
    return Text(
        f"{address}: antwortet nicht, wie SPARQL es vorsieht; prüfen Sie die Adresse",
        f"{address}: does not answer as SPARQL has it; check the address",
    )


def denied(address: str) -> Text:
    """A wrong name, password or token, or one that may not write."""
    return Text(
        f"{address}: kein Zugriff; prüfen Sie Name und Passwort oder Token, und ob das Konto schreiben darf",
        f"{address}: no access; check the name and the password or token, and whether the account may write",
    )


def refused(address: str, status: int, said: str) -> Text:
    """Whatever else a store may say."""
    return Text(f"{address}: abgelehnt ({status}: {said})", f"{address}: refused ({status}: {said})")


def full(address: str) -> Text:
    """No room is left."""
    return Text(f"{address}: Es ist kein Platz mehr.", f"{address}: there is no room left.")
