"""All words of the pages in one place, each in German and English; what stands in braces is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from pipeline.model.report import Language, Text
from pipeline.render.pages import page_source, sources_of
from pipeline.render.site.prose import PROSE
from pipeline.render.site.question_words import QUESTION_WORDS
from pipeline.render.site.vocabulary_words import INSTEAD, VOCABULARY_WORDS


@cache
def words_in(language: Language) -> Mapping[str, str]:
    """The words in one language, by their names."""
    return {name: text.in_(language) for name, text in {**WORDS, **PROSE, **QUESTION_WORDS, **VOCABULARY_WORDS}.items()}


@cache
def vocabulary_words_in(language: Language) -> Mapping[str, str]:
    """The same for the vocabulary's own pages, which are no town's."""
    return {**words_in(language), **{name: text.in_(language) for name, text in INSTEAD.items()}}


def own_texts() -> Iterator[str]:
    """All that the pages say of themselves, whatever the town: their words, their style, their script, their markup."""
    for text in (each for words in _ALL for each in words.values()):
        yield from text
    yield from (page_source("pipeline.render.site", name) for name in sources_of("pipeline.render.site"))


def _two(german: str, english: str) -> Text:
    return Text(german, english)


WORDS: Mapping[str, Text] = {
    # The frame of every page.
    "skip": _two("Zum Inhalt springen", "Skip to content"),
    "other_language": _two("English", "Deutsch"),
    "main_menu": _two("Hauptmenü", "Main menu"),
    "breadcrumb": _two("Sie sind hier", "You are here"),
    "footer_menu": _two("Weitere Seiten", "More pages"),
    "start": _two("Start", "Home"),
    "projects": _two("Projekte", "Projects"),
    "strategy": _two("Strategie", "Strategy"),
    "timeline": _two("Zeitplan", "Timeline"),
    "gaps": _two("Lücken", "Gaps"),
    "indicators": _two("Kennzahlen", "Indicators"),
    "facts_known": _two("Was dazu angegeben ist", "What is stated about it"),
    "part_of": _two("Einzelne Angabe zu", "Single statement about"),
    "entry": _two("Eintrag", "Entry"),
    "indicator": _two("Kennzahl", "Indicator"),
    "goal_of": _two("Ziel: {goal}", "Goal: {goal}"),
    "baseline": _two("Ausgangswert", "Baseline"),
    "last_value": _two("Letzter Wert", "Last value"),
    "target": _two("Zielwert", "Target"),
    "how_far": _two("Wie weit", "How far"),
    "way_says": _two("Der Ring zeigt, womit es begann, der Strich, was erreicht werden soll, der Punkt den letzten Wert.",
                     "The ring shows what it began with, the stroke what is to be reached, the dot the last value."),
    "measured_by": _two("Kennzahlen: woran wir uns messen", "Indicators: what we are measured by"),
    "all_indicators": _two("Alle Kennzahlen", "All indicators"),
    "figure_kind": _two("Was es ist", "What it is"),
    "measured": _two("Gemessen", "Measured"),
    "value": _two("Wert", "Value"),
    "date": _two("Wann", "When"),
    "where_from": _two("Woher", "From where"),
    "all_figures": _two("Alle Werte mit ihrer Herkunft", "All values and where they are from"),
    "way_alt": _two("Ausgangswert {first}, letzter Wert {last}, Zielwert {aim}", "Baseline {first}, last value {last}, target {aim}"),
    "news": _two("Neues", "What’s new"),
    "data": _two("Daten", "Data"),
    "take_part": _two("Fragen & Vorschläge", "Ask & suggest"),
    "editions": _two("Alle Ausgaben", "All editions"),
    "feeds": _two("Abonnieren", "Subscribe"),
    "organizations": _two("Stellen", "Organizations"),
    "accessibility": _two("Barrierefreiheit", "Accessibility"),
    "imprint": _two("Impressum", "Imprint"),
    "privacy": _two("Datenschutz", "Privacy"),
    "edition_of": _two("Ausgabe vom {day}", "Edition of {day}"),
    "as_of": _two("Stand", "As of"),
    "said_since": _two("So seit der Ausgabe vom {day}", "So since the edition of {day}"),
    "unknown": _two("nicht angegeben", "not stated"),
    "none": _two("keine", "none"),
    "source": _two("Quelle: Roadmap, Ausgabe vom {day}", "Source: roadmap, edition of {day}"),
    "part_shown": _two("Das Bild zeigt die ersten {number} von {all} Projekten.",
                       "The picture shows the first {number} of {all} projects."),
    "picture_alone": _two("Bild einzeln öffnen (SVG)", "Open the picture alone (SVG)"),
    "query_says": _two("Diese Abfrage in SPARQL gibt die Daten des Bildes. Sie beantwortet die Frage:",
                       "This query in SPARQL gives the data of the picture. It answers the question:"),
    "query_text": _two("Text der Abfrage", "Text of the query"),
    "as_table": _two("Das Bild als Tabelle", "The picture as a table"),
    "leads_away": _two("andere Webseite", "other website"),
    # A project: three answers.
    "project": _two("Projekt", "Project"),
    "q_where": _two("Wo steht das Projekt?", "Where is it?"),
    "q_next": _two("Was kommt als Nächstes?", "What comes next?"),
    "q_why": _two("Warum dauert es so lange, wie es dauert?", "Why does it take as long as it does?"),
    "is_planned": _two("Das Projekt ist geplant. Begonnen hat es noch nicht.",
                       "The project is planned. It has not begun yet."),
    "is_running": _two("Das Projekt läuft.", "The project is running."),
    "is_paused": _two("Das Projekt ruht zurzeit.", "The project is paused at present."),
    "is_completed": _two("Das Projekt ist abgeschlossen.", "The project is completed."),
    "is_in-operation": _two("Das Projekt ist fertig und in Betrieb.", "The project is finished and in operation."),
    "is_cancelled": _two("Das Projekt wurde abgebrochen.", "The project was cancelled."),
    "is_": _two("Zum Stand sagt die Roadmap nichts.", "The roadmap says nothing about where it stands."),
    "is_other": _two("Der Status ist: {status}.", "The status is: {status}."),
    "is_withdrawn": _two("Die Stadt hat das Projekt zurückgezogen.", "The town has withdrawn the project."),
    "was_status": _two("Zuletzt war sein Status: {status}.", "Its last status was: {status}."),
    "since": _two("So ist es {when}.", "It has been like this {when}."),
    "known_since": _two("So steht es seit der Ausgabe vom {day} in der Roadmap.",
                        "The roadmap has said so since the edition of {day}."),
    "reason_given": _two("Als Grund ist angegeben: „{reason}“", "The reason given is: “{reason}”"),
    "no_reason": _two("Ein Grund ist nicht angegeben.", "No reason is given."),
    "next_start": _two("Beginnen soll es {when}.", "It is to begin {when}."),
    "next_end": _two("Fertig sein soll es {when}.", "It is to be finished {when}."),
    "next_overdue": _two("Fertig sein sollte es {when}.", "It was to be finished {when}."),
    "next_no_new": _two("Dieser Zeitpunkt ist verstrichen, ein neuer steht nicht in der Roadmap.",
                        "That time has passed, and the roadmap gives no new one."),
    "next_open": _two("Wann es fertig sein soll, steht nicht in der Roadmap.",
                      "The roadmap does not say when it is to be finished."),
    "next_done": _two("Nichts mehr: Das Ziel ist erreicht.", "Nothing more: the goal is reached."),
    "next_cancelled": _two("Nichts mehr: Das Projekt wird nicht fortgesetzt.",
                           "Nothing more: the project is not continued."),
    "next_withdrawn": _two("Nichts mehr: Die Stadt hat das Projekt zurückgezogen.",
                           "Nothing more: the town has withdrawn the project."),
    "next_offer": _two("Sie können mitmachen: {when}.", "You can take part: {when}."),
    "next_offer_any": _two("Sie können mitmachen.", "You can take part."),
    "next_offer_page": _two("Zum Angebot", "Go to the offer"),
    "why_never": _two("Sein Ende wurde bisher nicht verschoben.", "Its end has not been moved so far."),
    "why_was_never": _two("Sein Ende wurde nicht verschoben.", "Its end was not moved."),
    "why_first": _two("Dies ist die erste Ausgabe der Roadmap. Ob sich Termine verschieben, zeigt erst die nächste.",
                      "This is the first edition of the roadmap. Only the next one shows whether dates move."),
    "why_once": _two("Sein Ende wurde einmal geändert: {before} {after}.",
                     "Its end was changed once: {before} {after}."),
    "why_often": _two("Sein Ende wurde {times} geändert, zuletzt {before} {after}.",
                      "Its end was changed {times}, last {before} {after}."),
    "why_pause": _two("Außerdem ruht es. Als Grund ist angegeben: „{reason}“",
                      "Besides, it is paused. The reason given is: “{reason}”"),
    "why_pause_same": _two("Aus demselben Grund ruht es zurzeit.", "It is paused for the same reason."),
    "why_overdue": _two("Sein Ende ist seit {span} verstrichen.", "Its end has been past for {span}."),
    "why_total": _two("Zusammen sind das {span} mehr als zuerst versprochen.",
                      "Together that is {span} more than first promised."),
    "why_none": _two("Ein Ende steht nicht in der Roadmap, also auch kein Verzug.",
                     "The roadmap gives no end, so it tells of no delay."),
    # A project: the line of its end.
    "slip_later": _two("Das Ende ist {span} später als zuerst versprochen", "The end is {span} later than first promised"),
    "slip_overdue": _two("Das versprochene Ende ist seit {span} verstrichen", "The promised end has been past for {span}"),
    "slip_both": _two("Das Ende ist {span} später als zuerst versprochen, und auch das ist verstrichen",
                      "The end is {span} later than first promised, and that has passed, too"),
    "slip_sooner": _two("Das Ende ist früher als zuerst versprochen", "The end is sooner than first promised"),
    "slip_same": _two("Das Ende steht, wie es zuerst versprochen war", "The end stands as it was first promised"),
    "slip_was": _two("Das versprochene Ende wurde nicht verschoben", "The promised end was not moved"),
    "slip_last": _two("zuletzt versprochen", "last promised"),
    "slip_after": _two("Das Ende kam später als zuerst versprochen", "The end came later than first promised"),
    "slip_put_off": _two("Das Ende wurde auf später verlegt", "The end was put off"),
    "slip_changed": _two("Das Ende wurde anders angegeben als zuerst", "The end is stated otherwise than at first"),
    "slip_back": _two("Das Ende ist wieder, wie es zuerst versprochen war", "The end is again as first promised"),
    "slip_first": _two("zuerst versprochen", "first promised"),
    "slip_then": _two("dann versprochen", "then promised"),
    "slip_now": _two("gilt heute", "current promise"),
    "slip_reached": _two("erreicht", "reached"),
    "slip_gone": _two("Ende entfallen", "end dropped"),
    "slip_today": _two("Tag der Ausgabe", "day of the edition"),
    "slip_alt": _two("Zeitstrahl: {told}. Tag der Ausgabe: {day}.", "Timeline: {told}. Day of the edition: {day}."),
    "promise": _two("Versprechen", "Promise"),
    "end": _two("Ende", "End"),
    "reason": _two("Grund", "Reason"),
    "told_on": _two("Ausgabe vom", "Edition of"),
    # A project: what is known.
    "about": _two("Worum es geht", "What it is about"),
    "known": _two("Was die Roadmap dazu sagt", "What the roadmap says about it"),
    "how_known": _two("Woher wissen wir das?", "How do we know?"),
    "cells_say": _two("So seit der Ausgabe vom {day}: {places}", "So since the edition of {day}: {places}"),
    "settings_say": _two("So seit der Ausgabe vom {day}: aus den Einstellungen der Stadt", "So since the edition of {day}: from the town’s settings"),
    "nothing_says": _two("So seit der Ausgabe vom {day}: Dazu steht nichts in der Roadmap.",
                         "So since the edition of {day}: the roadmap says nothing about it."),
    "editions_say": _two("So seit der Ausgabe vom {day}: aus roadmap.xlsx jeder Ausgabe seither",
                         "So since the edition of {day}: from roadmap.xlsx of each edition since"),
    "compared_say": _two("Das ergibt sich aus dem Vergleich mit der Ausgabe davor.",
                         "That follows from comparing with the edition before."),
    "all_origins": _two("Die Herkunft aller Angaben (CSV)", "The origin of all statements (CSV)"),
    "is_wrong": _two("Stimmt das nicht? Schreiben Sie uns.", "Is this wrong? Write to us."),
    "wrong_subject": _two("Roadmap: Hinweis zu {key}, {fact}", "Roadmap: note on {key}, {fact}"),
    "wrong_text": _two("{kind}: {title} ({key})\nAngabe: {fact}: {value}\nAusgabe: {version}\n\nMein Hinweis:\n",
                       "{kind}: {title} ({key})\nStatement: {fact}: {value}\nEdition: {version}\n\nMy note:\n"),
    "turns": _two("Was sich geändert hat", "What has changed"),
    "turns_none": _two("Seit das Projekt in der Roadmap steht, hat sich nichts geändert.",
                       "Nothing has changed since the project has been in the roadmap."),
    "in_data": _two("Dieses Projekt als Daten", "This project as data"),
    "thing_data": _two("Diese Seite als Daten", "This page as data"),
    "permanent": _two("Dauerhafte Adresse", "Permanent address"),
    "parts": _two("Adressen einzelner Angaben", "Addresses of single statements"),
    "feed_of_project": _two("Änderungen abonnieren (Atom)", "Subscribe to changes (Atom)"),
    "calendar": _two("Termine aller Projekte als Kalender (iCalendar)", "Dates of all projects as a calendar (iCalendar)"),
    "key": _two("Kennung", "Identifier"),
    "status": _two("Status", "Status"),
    "no_status": _two("ohne Status", "no status"),
    "withdrawn": _two("zurückgezogen", "withdrawn"),
    "tomb_withdrawn": _two("Die Stadt hat dieses Projekt am {day} zurückgezogen.",
                           "The town withdrew this project on {day}."),
    "tomb_missing": _two("Dieses Projekt steht nicht mehr in der Tabelle der Stadt. Hier steht, was zuletzt galt.",
                         "This project is no longer in the town’s sheet. What stands here held last."),
    "tomb_kept": _two("Die Seite bleibt, damit Verweise auf sie weiter ans Ziel führen.",
                      "The page remains, so that links to it still arrive."),
    "replaced_by": _two("An seine Stelle getreten ist", "It was replaced by"),
    "replaces": _two("Es ersetzt", "It replaces"),
}  # fmt: skip
_ALL = (WORDS, PROSE, QUESTION_WORDS, VOCABULARY_WORDS, INSTEAD)
