"""A call that click does not understand, told in German; click itself speaks English."""

from __future__ import annotations

import re

import click

from pipeline.model.report import Language


def tell_mistake(error: click.ClickException, language: Language) -> None:
    """Print what is wrong with a call, and how it is to be."""
    if language == "en":
        error.show()
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context:
        click.echo(context.get_usage().replace("Usage:", "Aufruf:", 1), err=True)
        click.echo(f"Hilfe: {context.command_path} {context.help_option_names[0]}\n", err=True)
    click.echo(f"Fehler: {in_german(error.format_message())}", err=True)


def in_german(message: str) -> str:
    """A message of click in German; unchanged where click says something new.

    >>> in_german("No such option: --lagn Did you mean --lang?")
    'Eine Angabe --lagn gibt es nicht. Meinten Sie --lang?'
    """
    for english, german in _GERMAN:
        if match := re.fullmatch(english, message, re.DOTALL):
            return german.format(*(in_german(part) for part in match.groups() if part))
    return message


_GERMAN = (
    (r"(.+?)\.? Did you mean '?(.+?)'?\?", "{}. Meinten Sie {}?"),
    (r"(.+?)\.? \(?Did you mean one of: '(.+)', '(.+)'\?\)?", "{}. Meinten Sie {} oder {}?"),
    (r"(.+?)\.? (?:\(Possible options: (.+)\)|Did you mean one of: (.+)\?)", "{}. Möglich: {}"),
    (r"No such option:? '?([^']+?)'?\.?", "Eine Angabe {} gibt es nicht"),
    (r"No such command '(.+)'\.?", "Einen Befehl {} gibt es nicht"),
    (r"Missing command\.", "Es fehlt der Befehl"),
    (r"Missing argument '\[?(.+?)\]?(?:\.\.\.)?'\..*", "Es fehlt {}"),
    (r"Missing option '(.+?)'\. Choose from:\s*(.+)", "Es fehlt {}. Möglich: {}"),
    (r"Missing option '(.+?)'\.?", "Es fehlt {}"),
    (r"Option '(.+)' requires an argument\.", "Zu {} fehlt der Wert"),
    (r"Option '(.+)' does not take a value\.", "Zu {} gehört kein Wert"),
    (r"Got unexpected extra arguments? \((.+)\)", "Zu viele Angaben: {}"),
    (r"Invalid value for '\[?(.+?)\]?(?:\.\.\.)?': (.+)", "{}: {}"),
    (r"'(.*)' is not (?:one of )?(.+)\.", "{} ist nicht möglich, sondern {}"),
    (r"'(.*)' does not match the formats? '.+'\.", "{} ist kein Tag wie 2026-01-31 oder 31.01.2026"),
    (r"(?:Path|File|Directory) '(.+)' does not exist\.", "{} gibt es nicht"),
    (r"File '(.+)' is a directory\.", "{} ist ein Ordner, keine Datei"),
    (r"Directory '(.+)' is a file\.", "{} ist eine Datei, kein Ordner"),
    (r"(?:Path|File|Directory) '(.+)' is not readable\.", "{} ist nicht lesbar"),
    (r"(?:Path|File|Directory) '(.+)' is not writable\.", "{} ist nicht beschreibbar"),
)
