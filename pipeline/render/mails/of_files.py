"""What a notice says of a file that somebody handed in."""

from __future__ import annotations

from pipeline.model.report import Text
from pipeline.render.mails.form import NOTHING_TO_DO, STAYS, Form

_AGAIN = Text("Legen Sie „{file}“ wieder in den Eingangsordner.", "Put “{file}” into the inbox folder again.")
_WARNINGS = (
    Text(
        "Bitte sehen Sie noch {warnings} durch ({where}). Die Veröffentlichung hält das nicht auf.",
        "Please look through {warnings} ({where}). This does not hold up the publication.",
    ),
)

PUBLISHED = Form(
    subject=(
        Text("Veröffentlicht: {file}", "Published: {file}"),
        Text("Veröffentlicht: Ausgabe {version}", "Published: edition {version}"),
    ),
    opening=(
        Text(
            "„{file}“ ist veröffentlicht: {projects} in der Ausgabe {version}.",
            "“{file}” is published: {projects} in the edition {version}.",
        ),
        Text("„{file}“ ist veröffentlicht.", "“{file}” is published."),
        Text("Die Ausgabe {version} ist veröffentlicht: {projects}.", "Edition {version} is published: {projects}."),
        Text("Die Ausgabe {version} ist veröffentlicht.", "Edition {version} is published."),
    ),
    steps=(_WARNINGS,),
    calm=(NOTHING_TO_DO,),
)
ACCEPTED = Form(
    subject=(Text("Angenommen: {file}", "Accepted: {file}"),),
    opening=(
        Text(
            "„{file}“ ist angenommen und wird am {due} veröffentlicht.",
            "“{file}” is accepted and will be published on {due}.",
        ),
        Text(
            "„{file}“ ist angenommen und wird mit der nächsten Ausgabe veröffentlicht.",
            "“{file}” is accepted and will be published with the next edition.",
        ),
    ),
    steps=(_WARNINGS,),
    calm=(NOTHING_TO_DO,),
    after=(
        Text(
            "Wollen Sie bis dahin noch etwas ändern, legen Sie die neue Fassung unter demselben Namen in den "
            "Eingangsordner. Dann gilt diese.",
            "If you want to change something until then, put the new version into the inbox folder under the same "
            "name. It takes the place of this one.",
        ),
    ),
)
REJECTED = Form(
    subject=(
        Text("Nicht angenommen: {file} ({errors})", "Not accepted: {file} ({errors})"),
        Text("Nicht angenommen: {file}", "Not accepted: {file}"),
    ),
    opening=(
        Text(
            "„{file}“ ist nicht veröffentlicht. Zu beheben: {errors}.",
            "“{file}” is not published. To be mended: {errors}.",
        ),
        Text("„{file}“ ist nicht veröffentlicht.", "“{file}” is not published."),
    ),
    steps=(
        (
            Text(
                "Die Fehler stehen nicht in „{file}“, sondern hier: {elsewhere}. Beheben Sie sie dort, oder schreiben "
                "Sie an {email}.",
                "The errors are not in “{file}”, but here: {elsewhere}. Mend them there, or write to {email}.",
            ),
            Text(
                "Öffnen Sie „{checked}“ aus dem Anhang. Die Zellen mit Fehlern sind farbig; eine Notiz an jeder sagt, "
                "was zu tun ist.",
                "Open “{checked}”, which is attached. Cells with errors are colored; a note at each says what to do.",
            ),
            Text(
                "Öffnen Sie im Eingangsordner den Ordner „{folder}“. Der Prüfbericht darin nennt jede Zelle und was zu "
                "tun ist.",
                "Open the folder “{folder}” in the inbox folder. The report in it names each cell and what to do.",
            ),
            Text("Sehen Sie sich die Fehler weiter unten an.", "Look at the errors below."),
        ),
        (
            Text(
                "Beheben Sie die Fehler darin und speichern Sie die Datei unter dem Namen „{same}“.",
                "Mend the errors in it and save the file under the name “{same}”.",
            ),
            Text(
                "Beheben Sie die Fehler in „{own}“. Die Datei liegt im Eingangsordner unter „{folder}“.",
                "Mend the errors in “{own}”. The file lies in the inbox folder, in “{folder}”.",
            ),
            Text("Beheben Sie die Fehler in „{own}“.", "Mend the errors in “{own}”."),
        ),
        (_AGAIN,),
    ),
    after=(STAYS,),
    found=Text("Was zu beheben ist:", "What is to be mended:"),
)
HELD = Form(
    subject=(Text("Bitte ansehen: {file} wartet auf Freigabe", "Please look: {file} waits for a release"),),
    opening=(
        Text(
            "„{file}“ ist noch nicht veröffentlicht: Bitte sehen Sie nach, ob alles so gewollt ist.",
            "“{file}” is not published yet: please check whether all of it is intended.",
        ),
    ),
    steps=(
        (Text("Lesen Sie weiter unten, was aufgefallen ist.", "Read below what was noticed."),),
        (
            Text(
                "Ist es ein Versehen, berichtigen Sie „{file}“ und legen Sie die Datei wieder in den Eingangsordner. "
                "Mehr ist nicht zu tun.",
                "If it is a mistake, mend “{file}” and put the file into the inbox folder again. That is all.",
            ),
        ),
        (
            Text(
                "Ist es so gewollt, antworten Sie auf diese Nachricht mit „Freigabe“ und einem Satz, warum.",
                "If it is intended, answer this message with “release” and a sentence that says why.",
            ),
        ),
    ),
    after=(STAYS,),
    found=Text("Was aufgefallen ist:", "What was noticed:"),
    command=Text(
        "Wer das Programm betreut, gibt die Datei dann so frei:", "Whoever runs the program then releases the file:"
    ),
)
UNCHANGED = Form(
    subject=(Text("Nichts Neues: {file}", "Nothing new: {file}"),),
    opening=(
        Text(
            "„{file}“ sagt dasselbe wie die Ausgabe {version}; es bleibt bei ihr.",
            "“{file}” says the same as edition {version}, which stays as it is.",
        ),
        Text("„{file}“ sagt nichts Neues.", "“{file}” says nothing new."),
    ),
    calm=(
        Text(
            "Haben Sie nichts geändert, müssen Sie nichts tun. Sonst sehen Sie bitte nach, ob die Datei gespeichert "
            "und ob es die richtige ist.",
            "If you changed nothing, there is nothing you need to do. Else please check whether the file was saved "
            "and whether it is the right one.",
        ),
    ),
)
ASKED = Form(
    subject=(Text("Frage zu „{file}“", "A question about “{file}”"),),
    opening=(
        Text(
            "„{file}“ liegt noch im Eingangsordner: Ist das die neue Fassung von „{like}“?",
            "“{file}” is still in the inbox folder: is it the new version of “{like}”?",
        ),
        Text(
            "„{file}“ liegt noch im Eingangsordner, denn zu diesem Namen gehört keine Tabelle der Roadmap.",
            "“{file}” is still in the inbox folder, for no spreadsheet of the roadmap has this name.",
        ),
    ),
    steps=(
        (
            Text(
                "Wenn ja, benennen Sie die Datei im Eingangsordner um in „{like}“.",
                "If so, rename the file in the inbox folder to “{like}”.",
            ),
            Text(
                "Ist es die neue Fassung einer Tabelle, geben Sie ihr den Namen, den die Tabelle bisher hatte.",
                "If it is the new version of a spreadsheet, give it the name which that has had so far.",
            ),
        ),
        (
            Text(
                "Gehört sie nicht zu „{like}“, nehmen Sie sie aus dem Eingangsordner heraus.",
                "If it has nothing to do with “{like}”, take it out of the inbox folder.",
            ),
            Text(
                "Soll sie künftig dazugehören, schreiben Sie das an {email}.",
                "If it is to be part of the roadmap from now on, write so to {email}.",
            ),
        ),
    ),
    after=(Text("Bis dahin geschieht mit der Datei nichts.", "Until then, nothing is done with the file."),),
)
FAILED = Form(
    subject=(Text("Nicht geprüft: {file}", "Not checked: {file}"),),
    opening=(
        Text(
            "„{file}“ konnte nicht geprüft werden und ist nicht veröffentlicht.",
            "“{file}” could not be checked and is not published.",
        ),
    ),
    steps=(
        (
            Text(
                "Öffnen Sie die Datei, speichern Sie sie neu und legen Sie sie noch einmal in den Eingangsordner.",
                "Open the file, save it anew and put it into the inbox folder again.",
            ),
        ),
        (
            Text(
                "Kommt diese Nachricht wieder, schreiben Sie bitte an {email}. Dann liegt es wohl nicht an Ihnen.",
                "If this message comes again, please write to {email}. It is probably not your fault then.",
            ),
        ),
    ),
    after=(STAYS,),
    detail=Text("Woran es lag:", "Why:"),
)
CONFLICT = Form(
    subject=(Text("Bitte entscheiden: {file}", "Please decide: {file}"),),
    opening=(
        Text(
            "„{file}“ sagt in einigen Zellen etwas anderes als „{like}“, wo inzwischen auch geändert wurde.",
            "“{file}” says in some cells something else than “{like}”, which has been changed there as well.",
        ),
        Text(
            "Rückmeldungen sagen in einigen Zellen Verschiedenes, oder etwas anderes als die Roadmap, in der "
            "inzwischen auch geändert wurde: {file}.",
            "Replies differ in some cells from one another, or from the roadmap, which has been changed there as "
            "well: {file}.",
        ),
    ),
    steps=(
        (Text("Sehen Sie sich die Zellen weiter unten an.", "Look at the cells below."),),
        (
            Text("Tragen Sie in „{like}“ ein, was gelten soll.", "Enter into “{like}” what is to hold."),
            Text("Tragen Sie in der Roadmap ein, was gelten soll.", "Enter into the roadmap what is to hold."),
        ),
        (
            Text("Legen Sie „{like}“ in den Eingangsordner.", "Put “{like}” into the inbox folder."),
            Text("Legen Sie die Tabelle in den Eingangsordner.", "Put the spreadsheet into the inbox folder."),
        ),
    ),
    after=(Text("Bis dahin gilt dort, was in der Roadmap steht.", "Until then, what the roadmap says holds there."),),
    found=Text("Die Zellen:", "The cells:"),
    command=Text(
        "Wer das Programm betreut, übernimmt so, was nicht strittig ist:",
        "Whoever runs the program takes over what is not in dispute:",
    ),
    moved=Text("Um diese Projekte geht es:", "These projects are concerned:"),
)
