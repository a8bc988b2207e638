"""What a notice says of answers to circulars: to the unit that gave one, and to whoever releases them."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.render.mails.form import NOTHING_TO_DO, Form

THANKS = Form(
    subject=(Text("Danke für Ihre Rückmeldung: {file}", "Thank you for your reply: {file}"),),
    opening=(
        Text(
            "Vielen Dank! „{file}“ ist angekommen und ließ sich lesen.",
            "Thank you! “{file}” has arrived and could be read.",
        ),
    ),
    calm=(NOTHING_TO_DO,),
    after=(
        Text(
            "Was Sie geändert haben, kommt nun in die Roadmap, wo nötig nach Rücksprache. Fehlt unten etwas, prüfen "
            "Sie bitte, ob die Datei gespeichert war, und geben Sie sie noch einmal zurück; dann gilt die spätere.",
            "What you changed now comes into the roadmap, where necessary after somebody has asked back. If something "
            "is missing below, please check whether the file was saved, and return it once more; then the later one "
            "holds.",
        ),
    ),
    detail=Text("Bitte beachten:", "Please note:"),
    moved=Text("Das haben wir gelesen:", "This is what we read:"),
)
NOTHING_SAID = Text(
    "In der Datei ist nichts geändert, und zu keinem Projekt ist eine Antwort gewählt.",
    "Nothing is changed in the file, and no answer is chosen for any project.",
)
"""What is noted of a reply that says nothing."""
REPLIES = Form(
    subject=(Text("Bitte freigeben: Rückmeldungen der Ämter", "Please release: replies of the units"),),
    opening=(
        Text(
            "Ämter haben geantwortet ({file}). Übernommen ist davon noch nichts.",
            "Units have answered ({file}). Nothing of it is taken over yet.",
        ),
    ),
    steps=(
        (Text("Lesen Sie weiter unten, was sich ändern würde.", "Read below what would change."),),
        (
            Text(
                "Ist alles so gewollt, antworten Sie auf diese Nachricht mit „Freigabe“.",
                "If all of it is intended, answer this message with “release”.",
            ),
        ),
        (
            Text(
                "Sonst schreiben Sie dazu, was in welcher Zelle gelten soll, oder klären Sie es mit dem Amt.",
                "Else write what is to hold in which cell, or settle it with the unit.",
            ),
        ),
    ),
    after=(
        Text(
            "Bis dahin bleibt veröffentlicht, was bisher veröffentlicht ist. Danach geht es von selbst weiter.",
            "Until then, what has been published so far stays published. After that, all goes on by itself.",
        ),
    ),
    detail=Text("Woran es liegt:", "Why:"),
    found=Text("Was mit den Rückmeldungen nicht stimmt:", "What is wrong with the replies:"),
    command=Text(
        "Wer das Programm betreut, zeigt und übernimmt sie so:",
        "Whoever runs the program shows them and takes them over so:",
    ),
    moved=Text("Um diese Projekte geht es:", "These projects are concerned:"),
)
WISHES = Form(
    subject=(Text("Bitte ansehen: Rückmeldungen der Ämter", "Please look: replies of the units"),),
    opening=(
        Text(
            "Ämter haben geantwortet ({file}). Freizugeben ist nichts, doch manches können nur Sie entscheiden.",
            "Units have answered ({file}). There is nothing to release, but some of it you alone can decide.",
        ),
    ),
    steps=(
        (Text("Lesen Sie weiter unten, worum es geht.", "Read below what it is about."),),
        (
            Text(
                "Soll sich etwas ändern, tragen Sie es in die Roadmap ein und legen Sie die Tabelle in den "
                "Eingangsordner.",
                "If something is to change, enter it into the roadmap and put the spreadsheet into the inbox folder.",
            ),
        ),
    ),
    found=Text("Was mit den Rückmeldungen nicht stimmt:", "What is wrong with the replies:"),
    moved=Text("Um diese Projekte geht es:", "These projects are concerned:"),
)
UNREACHED = Form(
    subject=(Text("Nicht alle Ämter sind zu erreichen: {title}", "Not all units can be reached: {title}"),),
    opening=(
        Text(
            "Zu „{title}“ ließ sich nicht jedes Amt so fragen, wie es gedacht ist.",
            "For “{title}”, not every unit could be asked as it is meant.",
        ),
    ),
    steps=(
        (
            Text(
                "Sehen Sie weiter unten nach, woran es liegt, und leiten Sie die Nachricht an die Stelle weiter, die "
                "die Einstellungen pflegt.",
                "See below why, and forward this message to whoever keeps the settings.",
            ),
        ),
    ),
    after=(Text("Alle anderen Ämter sind gefragt.", "All other units have been asked."),),
    found=Text("Woran es liegt:", "Why:"),
)
