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
            "Was Sie geändert haben, kommt in die Roadmap, sobald es freigegeben ist. Fehlt unten etwas, prüfen Sie "
            "bitte, ob die Datei gespeichert war, und geben Sie sie noch einmal zurück; dann gilt die spätere.",
            "What you changed comes into the roadmap as soon as it is released. If something is missing below, please "
            "check whether the file was saved, and return it once more; then the later one holds.",
        ),
    ),
    moved=Text("Das haben wir gelesen:", "This is what we read:"),
)
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
