"""What a notice says of an edition, of where it goes, and of trouble with all of it."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.render.mails.form import NOTHING_TO_DO, Form

DESTINATION_FAILED = Form(
    subject=(
        Text("Noch nicht überall: Ausgabe {version}", "Not everywhere yet: edition {version}"),
        Text("Noch nicht überall angekommen", "Not arrived everywhere yet"),
    ),
    opening=(
        Text(
            "Die Ausgabe {version} ist veröffentlicht, aber noch nicht überall angekommen: {missing}.",
            "Edition {version} is published, but has not arrived everywhere yet: {missing}.",
        ),
        Text("Die neue Ausgabe ist noch nicht überall angekommen.", "The new edition has not arrived everywhere yet."),
    ),
    calm=(
        Text(
            "Sie müssen an der Tabelle nichts tun; es wird von selbst wieder versucht. Hält es länger an, leiten Sie "
            "diese Nachricht bitte an Ihre IT weiter.",
            "There is nothing to do in the spreadsheet; it will be tried again. If this goes on, please forward this "
            "message to your IT department.",
        ),
    ),
)
DESTINATION_RECOVERED = Form(
    subject=(
        Text("Nun überall: Ausgabe {version}", "Everywhere now: edition {version}"),
        Text("Nun überall angekommen", "Arrived everywhere now"),
    ),
    opening=(
        Text(
            "Die Ausgabe {version} ist nun auch hier angekommen: {arrived}.",
            "Edition {version} has now arrived here as well: {arrived}.",
        ),
        Text("Die neue Ausgabe ist nun angekommen.", "The new edition has arrived now."),
    ),
    calm=(NOTHING_TO_DO,),
)
TROUBLE = Form(
    subject=(Text("Störung: {title}", "Trouble: {title}"),),
    opening=(
        Text(
            "Zu „{title}“ wird zurzeit nichts geprüft und nichts Neues veröffentlicht.",
            "For “{title}”, nothing is checked and nothing new is published at present.",
        ),
    ),
    steps=(
        (
            Text(
                "Leiten Sie diese Nachricht an Ihre IT weiter, wenn Sie die Störung nicht selbst beheben können.",
                "Forward this message to your IT department if you cannot mend it yourself.",
            ),
        ),
        (
            Text(
                "Legen Sie neue Dateien ruhig weiter ab; sie werden danach geprüft.",
                "Go on putting new files down; they will be checked afterwards.",
            ),
        ),
    ),
    after=(
        Text(
            "Ist die Störung behoben, geht es von selbst weiter. Was veröffentlicht ist, bleibt veröffentlicht.",
            "Once it is mended, all goes on by itself. What is published stays published.",
        ),
    ),
    detail=Text("Woran es liegt:", "Why:"),
)
ROLLED_BACK = Form(
    subject=(
        Text("Zurückgesetzt auf die Ausgabe {earlier}", "Set back to edition {earlier}"),
        Text("Zurückgesetzt: {title}", "Set back: {title}"),
    ),
    opening=(
        Text(
            "Veröffentlicht ist wieder, was die Ausgabe {earlier} sagte, nun als Ausgabe {version}.",
            "What edition {earlier} said is published again, now as edition {version}.",
        ),
        Text(
            "Veröffentlicht ist wieder, was die Ausgabe {earlier} sagte.",
            "What edition {earlier} said is published again.",
        ),
        Text("Veröffentlicht ist wieder eine frühere Ausgabe.", "An earlier edition is published again."),
    ),
    steps=(
        (
            Text(
                "Legen Sie die Tabelle von zuletzt nicht unverändert wieder ab; sonst wird sie wieder veröffentlicht.",
                "Do not put the latest spreadsheet down again unchanged, or it will be published again.",
            ),
        ),
        (
            Text(
                "Berichtigen Sie sie zuerst, und legen Sie sie dann in den Eingangsordner.",
                "Mend it first, then put it into the inbox folder.",
            ),
        ),
    ),
    detail=Text("Grund:", "Reason:"),
)
WITHDRAWN = Form(
    subject=(
        Text("Zurückgezogen: Projekt {project}", "Withdrawn: project {project}"),
        Text("Zurückgezogen: Ausgabe {earlier}", "Withdrawn: edition {earlier}"),
        Text("Zurückgezogen: {title}", "Withdrawn: {title}"),
    ),
    opening=(
        Text(
            "Das Projekt {project} ist zurückgezogen; so steht es in der Ausgabe {version}.",
            "Project {project} is withdrawn; edition {version} says so.",
        ),
        Text("Das Projekt {project} ist zurückgezogen.", "Project {project} is withdrawn."),
        Text(
            "Die Ausgabe {earlier} ist zurückgezogen; es gilt die Ausgabe {version}.",
            "Edition {earlier} is withdrawn; edition {version} holds.",
        ),
        Text("Die Ausgabe {earlier} ist zurückgezogen.", "Edition {earlier} is withdrawn."),
        Text("Aus „{title}“ ist etwas zurückgezogen.", "Something of “{title}” is withdrawn."),
    ),
    calm=(
        Text(
            "Sie müssen nichts tun. War es ein Versehen, schreiben Sie an {email}.",
            "There is nothing you need to do. If it was a mistake, write to {email}.",
        ),
    ),
    detail=Text("Grund:", "Reason:"),
)
