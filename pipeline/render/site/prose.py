"""Further words of the pages: lists, strategy, data, help and statements, each in German and English."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.report import Text

PROSE: Mapping[str, Text] = {
    "published_by": Text("Herausgegeben von:", "Published by:"),
    "turned": Text("{label}: bisher {before}, jetzt {after}", "{label}: was {before}, is now {after}"),
    "turn_new": Text("{label}: {after}", "{label}: {after}"),
    "turn_gone": Text("{label}: bisher {before}, jetzt nicht mehr angegeben",
                      "{label}: was {before}, is no longer stated"),
    "turned_for": Text("{told}. Grund: {reason}", "{told}. Reason: {reason}"),
    "decision": Text("Beschluss", "Decision"),
    "plan": Text("Plan", "Plan"),
    "amount": Text("Betrag", "Amount"),
    "amount_of": Text("Betrag ({kind})", "Amount ({kind})"),
    "period_from": Text("ab {when}", "from {when}"),
    "period_until": Text("bis {when}", "until {when}"),
    # Dates in a sentence, by their precision.
    "since_day": Text("seit dem {when}", "since {when}"),
    "since_month": Text("seit {when}", "since {when}"),
    "since_year": Text("seit {when}", "since {when}"),
    "since_words": Text("seit {when}", "since {when}"),
    "until_day": Text("bis zum {when}", "by {when}"),
    "until_month": Text("bis {when}", "by {when}"),
    "until_year": Text("bis Ende {when}", "by the end of {when}"),
    "until_words": Text("bis {when}", "by {when}"),
    "at_day": Text("am {when}", "on {when}"),
    "at_month": Text("im {when}", "in {when}"),
    "at_year": Text("{when}", "in {when}"),
    "at_words": Text("{when}", "{when}"),
    "plain_day": Text("{when}", "{when}"),
    "plain_month": Text("{when}", "{when}"),
    "plain_year": Text("{when}", "{when}"),
    "plain_words": Text("{when}", "{when}"),
    "times_small": Text("einmal zweimal dreimal viermal fünfmal sechsmal siebenmal achtmal neunmal zehnmal elfmal zwölfmal",
                        "once twice"),
    "times_many": Text("{number}-mal", "{number} times"),
    "offer": Text("Mitmachen", "Taking part"),
    "start_planned": Text("Beginn", "Start"),
    "slip_today_on": Text("Ausgabe vom {day}", "Edition of {day}"),
    "holds_since": Text("Gilt {when}.", "Has held {when}."),
    # Home
    "search": Text("Suchen", "Search"),
    "search_label": Text("Projekte suchen", "Search projects"),
    "in_numbers": Text("Die Roadmap in Zahlen", "The roadmap in figures"),
    "n_projects": Text("Projekte in der Roadmap", "projects in the roadmap"),
    "n_running": Text("laufen zurzeit", "running at present"),
    "n_running_one": Text("läuft zurzeit", "running at present"),
    "n_done": Text("sind fertig", "finished"),
    "n_done_one": Text("ist fertig", "finished"),
    "n_late": Text("enden später als zuerst versprochen", "ending later than first promised"),
    "n_late_one": Text("endet später als zuerst versprochen", "ending later than first promised"),
    "n_overdue": Text("sind über ihr Ende hinaus offen", "open beyond their end"),
    "n_overdue_one": Text("ist über sein Ende hinaus offen", "open beyond its end"),
    "n_projects_one": Text("Projekt in der Roadmap", "project in the roadmap"),
    "finding_running": Text("{number} von {all} Projekten laufen zurzeit", "{number} of {all} projects are running"),
    "finding_running_none": Text("Zurzeit läuft keines der Projekte", "None of the projects is running at present"),
    "finding_overdue": Text("{number} von {all} Projekten sind über ihr Ende hinaus offen",
                            "{number} of {all} projects are open beyond their end"),
    "finding_overdue_one": Text("{number} von {all} Projekten ist über sein Ende hinaus offen",
                                "{number} of {all} projects is open beyond its end"),
    "finding_late_none": Text("Kein Projekt endet später als zuerst versprochen",
                              "No project ends later than first promised"),
    "finding_running_one": Text("{number} von {all} Projekten läuft zurzeit", "{number} of {all} projects is running"),
    "finding_late": Text("{number} von {all} Projekten enden später als zuerst versprochen",
                         "{number} of {all} projects end later than first promised"),
    "finding_late_one": Text("{number} von {all} Projekten endet später als zuerst versprochen",
                             "{number} of {all} projects ends later than first promised"),
    "is_new": Text("Was ist neu?", "What is new?"),
    "nothing_new": Text("In dieser Ausgabe hat sich kein Status und kein Termin geändert.",
                        "No status and no date has changed in this edition."),
    "all_changes": Text("Alle Änderungen", "All changes"),
    "by_field": Text("Nach Handlungsfeld", "By field of action"),
    "by_status": Text("Nach Status", "By status"),
    "counted": Text("{number} Projekte", "{number} projects"),
    "counted_one": Text("1 Projekt", "1 project"),
    # Lists
    "all_projects": Text("Alle Projekte", "All projects"),
    "roadmap_intro": Text("Die Roadmap nennt die Projekte, mit denen die Strategie umgesetzt wird. Sie wird laufend "
                          "fortgeschrieben.",
                          "The roadmap names the projects by which the strategy is carried out. It is kept up to date."),
    "list": Text("Liste", "List"),
    "any_status": Text("jeder Status", "any status"),
    "found": Text("{n} Projekte gefunden", "{n} projects found"),
    "found_one": Text("1 Projekt gefunden", "1 project found"),
    "found_none": Text("Kein Projekt gefunden. Versuchen Sie es mit weniger Wörtern.",
                       "No project found. Try fewer words."),
    "of_status": Text("Projekte mit dem Status „{status}“", "Projects of status “{status}”"),
    "page_of": Text("Seite {number} von {all}", "page {number} of {all}"),
    "page": Text("Seite", "Page"),
    "pages": Text("Seiten der Liste", "Pages of the list"),
    "as_timeline": Text("Als Zeitplan", "As a timeline"),
    "as_data": Text("Als Daten", "As data"),
    "subscribe": Text("Änderungen abonnieren (Atom)", "Subscribe to changes (Atom)"),
    "its_projects": Text("Projekte", "Projects"),
    "left_out": Text("Dazu kommen {number} weitere. Alle stehen in den Daten.",
                     "There are {number} more. All of them are in the data."),
    "shelf_title": Text("Übersicht", "Overview"),
    # Strategy
    "vision": Text("Vision", "Vision"),
    "vision_title": Text("Vision: woran wir uns halten", "Vision: what we keep to"),
    "fields": Text("Handlungsfelder", "Fields of action"),
    "fields_title": Text("Handlungsfelder: wo wir etwas tun", "Fields of action: where we act"),
    "roadmap_title": Text("Roadmap: was wir tun", "Roadmap: what we do"),
    "came_about": Text("Wie die Strategie entstand", "How the strategy came about"),
    "bodies": Text("Wer an der Strategie beteiligt ist", "Who takes part in the strategy"),
    "bodies_intro": Text("Stellen, Gremien und Partner, die die Stadt dazu nennt.",
                         "Offices, bodies and partners that the town names."),
    "field": Text("Handlungsfeld", "Field of action"),
    "gaps_more": Text("Wo noch Projekte fehlen", "Where projects are missing"),
    "gaps_title": Text("Wo noch Projekte fehlen", "Where projects are missing"),
    "gaps_intro": Text("Jede Zeile ist ein Handlungsfeld, jede Spalte eine These der Vision. Die Zahl sagt, wie viele "
                       "Projekte beidem dienen. Eine Lücke ist kein Fehler: Nicht jedes Feld muss jeder These dienen.",
                       "Each row is a field of action, each column a thesis of the vision. The number tells how many "
                       "projects serve both. A gap is no mistake: not every field has to serve every thesis."),
    "gaps_caption": Text("Projekte nach Handlungsfeld und These", "Projects by field of action and thesis"),
    "theses_mean": Text("Was die Thesen sagen", "What the theses say"),
    "gap": Text("Lücke", "gap"),
    "finding_gaps": Text("An {number} von {all} Stellen gibt es kein Projekt",
                         "At {number} of {all} places there is no project"),
    "no_matrix": Text("Die Strategie nennt keine Thesen, denen Projekte zugeordnet sind.",
                      "The strategy names no theses that projects are matched with."),
    "without_projects": Text("Ganz ohne Projekt", "Without any project"),
    # Timeline
    "timeline_title": Text("Zeitplan", "Timeline"),
    "bars_say": Text("Jeder Balken reicht vom Beginn bis zum Ende eines Projekts. Ist nur eines von beiden bekannt, ist "
                     "er kurz; läuft das Projekt noch, führt eine dünne Linie bis heute. Die gestrichelte Linie ist der "
                     "Tag der Ausgabe.",
                     "Each bar leads from the start to the end of a project. Where only one of them is known it is "
                     "short; while the project runs, a thin line leads up to today. The dashed line is the day of the "
                     "edition."),
    "period": Text("Zeitraum", "Period"),
    "no_dates": Text("Zu diesen Projekten sind keine Zeiten angegeben.", "No dates are stated for these projects."),
    # News and editions
    "changes_title": Text("Was sich geändert hat", "What has changed"),
    "changes_since": Text("Was sich seit der Ausgabe vom {day} geändert hat", "What has changed since the edition of {day}"),
    "changes_in": Text("Was sich mit der Ausgabe vom {day} geändert hat", "What changed with the edition of {day}"),
    "retold_intro": Text("Neue Stände, Termine und Beträge, die in dieser Ausgabe zum ersten Mal standen.",
                         "New statuses, dates and amounts that were first told in this edition."),
    "retold_nothing": Text("Kein Status, kein Termin und kein Betrag war in dieser Ausgabe anders als davor.",
                           "No status, no date and no amount was otherwise in this edition than before."),
    "retold_all": Text("Alles, was sich sonst geändert hat, steht in der Datei", "All else that changed is in the file"),
    "retold_file": Text("Änderungen dieser Ausgabe (Markdown)", "Changes of this edition (Markdown)"),
    "first_of_all": Text("erste Ausgabe", "first edition"),
    "edition_changes": Text("Was sich änderte", "What changed"),
    "first_edition": Text("Dies ist die erste Ausgabe. Was sich ändert, zeigt erst die nächste.",
                          "This is the first edition. What changes, only the next one shows."),
    "no_changes": Text("Es hat sich nichts geändert.", "Nothing has changed."),
    "kind_added": Text("Neu", "New"),
    "kind_changed": Text("Geändert", "Changed"),
    "kind_removed": Text("Nicht mehr dabei", "No longer there"),
    "edition": Text("Ausgabe", "Edition"),
    "editions_intro": Text("Jede Ausgabe bleibt, wie sie war, und ist hier mit ihren Dateien zu haben.",
                           "Each edition stays as it was, and is here with its files."),
    "is_shown": Text("gilt heute", "holds today"),
    "amended": Text("daraus entfernt wurde etwas am", "something was removed from it on"),
    "files": Text("Dateien", "Files"),
    # Data
    "data_title": Text("Alle Daten zum Herunterladen", "All data for download"),
    "data_intro": Text("Was auf diesen Seiten steht, gibt es auch als Daten. Sie dürfen sie verwenden und weitergeben, "
                       "wie die Lizenz es sagt.",
                       "What is on these pages is also there as data. You may use and share them as the licence says."),
    "licence": Text("Lizenz", "Licence"),
    "licence_dl-zero-de/2.0": Text("Datenlizenz Deutschland – Zero – Version 2.0",
                                   "Data licence Germany – Zero – version 2.0"),
    "licence_dl-by-de/2.0": Text("Datenlizenz Deutschland – Namensnennung – Version 2.0",
                                 "Data licence Germany – attribution – version 2.0"),
    "licence_cc-by/4.0": Text("Creative Commons Namensnennung 4.0 (CC BY 4.0)",
                              "Creative Commons Attribution 4.0 (CC BY 4.0)"),
    "licence_cc-by-sa/4.0": Text("Creative Commons Namensnennung, gleiche Bedingungen 4.0 (CC BY-SA 4.0)",
                                 "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)"),
    "licence_cc-zero": Text("Creative Commons Zero (CC0 1.0)", "Creative Commons Zero (CC0 1.0)"),
    "publisher": Text("Herausgeber", "Publisher"),
    "attribution": Text("Nennen Sie als Quelle", "Name as the source"),
    "files_caption": Text("Dateien dieser Ausgabe", "Files of this edition"),
    "file": Text("Datei", "File"),
    "what_it_is": Text("Was sie ist", "What it is"),
    "format": Text("Format", "Format"),
    "size": Text("Größe", "Size"),
    "bytes": Text("{number} Byte", "{number} bytes"),
    "shelf_roadmap": Text("Roadmap", "Roadmap"),
    "shelf_strategy": Text("Strategie", "Strategy"),
    "shelf_vocabulary": Text("Vokabular", "Vocabulary"),
    "shelf_": Text("Über die Daten", "About the data"),
    "feeds_title": Text("Änderungen abonnieren", "Subscribe to changes"),
    "feeds_intro": Text("Mit einem Feed-Reader erfahren Sie, wenn sich etwas ändert, ohne nachzusehen und ohne sich "
                        "anzumelden. Jedes Projekt hat auch einen eigenen Feed; er ist auf seiner Seite verlinkt.",
                        "With a feed reader you learn of changes without looking and without signing up. Each project "
                        "has a feed of its own as well, linked on its page."),
    "calendar_title": Text("Termine im Kalender", "Dates in your calendar"),
    "calendar_intro": Text("Beginn und Ende aller Projekte gibt es auch für Ihren Kalender. Abonnieren Sie ihn, kommen "
                           "Änderungen von selbst nach. Das ist die Adresse:",
                           "The starts and ends of all projects are there for your calendar as well. If you subscribe "
                           "to it, changes follow by themselves. This is the address:"),
    "calendar_steps": Text("Kopieren Sie die Adresse.\n"
                           "Wählen Sie in Ihrem Kalender „Kalender abonnieren“, „Kalender hinzufügen“ oder „Per URL“.\n"
                           "Fügen Sie die Adresse ein. Herunterladen und importieren geht auch; dann kommen Änderungen "
                           "nicht nach.",
                           "Copy the address.\n"
                           "In your calendar choose “Subscribe to calendar”, “Add calendar” or “From URL”.\n"
                           "Paste the address. Downloading and importing works as well; then changes do not follow."),
    "subscribe_calendar": Text("Termine im Kalender abonnieren", "Subscribe to the dates in your calendar"),
    # Organizations
    "organizations_title": Text("Wer was macht", "Who does what"),
    "organizations_intro": Text("Alle Stellen, die in der Roadmap genannt sind.", "All bodies named in the roadmap."),
    "organizations_caption": Text("Stellen und ihre Projekte", "Bodies and their projects"),
    "organization": Text("Stelle", "Body"),
    "leads": Text("Hat die Federführung", "Leads"),
    "takes_part": Text("Ist beteiligt", "Takes part in"),
    "leads_short": Text("federführend", "leads"),
    "takes_part_short": Text("beteiligt", "takes part"),
    "says_no_more": Text("Dazu steht in der Roadmap nichts mehr.", "The roadmap says nothing about it any more."),
    "belongs": Text("Dazu gehört", "Belonging to it"),
    # Help and statements
    "take_part_title": Text("Fragen, vorschlagen, berichtigen", "Ask, suggest, correct"),
    "take_part_intro": Text("Schreiben Sie uns. Es liest ein Mensch, und Sie brauchen kein Konto.",
                            "Write to us. A person reads it, and you need no account."),
    "letter_ask_title": Text("Sie haben eine Frage?", "You have a question?"),
    "letter_ask": Text("Nennen Sie das Projekt, um das es geht; am besten mit seiner Kennung.",
                       "Name the project that it is about, best by its identifier."),
    "letter_ask_link": Text("Frage per E-Mail stellen", "Ask by e-mail"),
    "letter_ask_subject": Text("Roadmap {town}: Frage", "Roadmap {town}: question"),
    "letter_ask_text": Text("Ausgabe: {version}\nProjekt: \n\nMeine Frage:\n", "Edition: {version}\nProject: \n\nMy question:\n"),
    "letter_suggest_title": Text("Sie möchten etwas vorschlagen?", "You would like to suggest something?"),
    "letter_suggest": Text("Was soll die Stadt tun, wem nützt es, und zu welchem Handlungsfeld passt es?",
                           "What should the town do, whom does it help, and which field of action does it fit?"),
    "letter_suggest_link": Text("Vorschlag per E-Mail machen", "Suggest by e-mail"),
    "letter_suggest_subject": Text("Roadmap {town}: Vorschlag", "Roadmap {town}: suggestion"),
    "letter_suggest_text": Text("Mein Vorschlag:\n\nHandlungsfeld:\n", "My suggestion:\n\nField of action:\n"),
    "letter_correct_title": Text("Etwas stimmt nicht?", "Something is wrong?"),
    "letter_correct": Text("Auf der Seite eines Projekts steht unter jeder Angabe „Woher wissen wir das?“. Dort können "
                           "Sie genau diese Angabe berichtigen.",
                           "On the page of a project each statement has “How do we know?” below it. There you can "
                           "correct just that statement."),
    "letter_correct_link": Text("Anderen Fehler per E-Mail melden", "Report another mistake by e-mail"),
    "letter_correct_subject": Text("Roadmap {town}: Berichtigung", "Roadmap {town}: correction"),
    "letter_correct_text": Text("Ausgabe: {version}\nSeite: \n\nWas nicht stimmt:\n",
                                "Edition: {version}\nPage: \n\nWhat is wrong:\n"),
    "accessibility_title": Text("Barrierefreiheit dieser Seiten", "Accessibility of these pages"),
    "accessibility_text": Text(
        "Diese Seiten sind nach WCAG 2.2, Stufe AA, gebaut und werden vor jeder neuen Fassung des Programms maschinell "
        "darauf geprüft. Eine Prüfung durch Menschen ersetzt das nicht.\n"
        "Sie kommen ohne JavaScript aus, lassen sich mit der Tastatur bedienen, auf 320 Pixel Breite lesen und drucken. "
        "Jedes Bild gibt es auch als Tabelle, und keine Farbe sagt etwas, das nicht auch in Worten dasteht.\n"
        "Texte, die aus den Tabellen der Stadt stammen, sind oft nur auf Deutsch da und nicht in Leichter Sprache.",
        "These pages are built to WCAG 2.2, level AA, and are tested for it by machine before each new version of the "
        "program. That is no substitute for a test by people.\n"
        "They do without JavaScript, can be used by keyboard, read at a width of 320 pixels, and printed. Each picture "
        "is also there as a table, and no color says anything that words do not.\n"
        "Texts from the town’s sheets are often in German alone, and not in easy language."),
    "barrier_title": Text("Eine Barriere melden", "Report a barrier"),
    "barrier_intro": Text("Stoßen Sie auf ein Hindernis, sagen Sie es uns:", "If you meet an obstacle, tell us:"),
    "barrier_link": Text("Barriere per E-Mail melden", "Report a barrier by e-mail"),
    "barrier_subject": Text("Barriere auf den Seiten der Roadmap", "Barrier on the pages of the roadmap"),
    "barrier_text": Text("Seite: \n\nWas nicht geht:\n", "Page: \n\nWhat does not work:\n"),
    "barrier_body": Text("Erhalten Sie keine befriedigende Antwort, können Sie sich an die Schlichtungs- oder "
                         "Durchsetzungsstelle Ihres Bundeslandes wenden.",
                         "If the answer does not satisfy you, you can turn to the enforcement body of your federal "
                         "state."),
    "imprint_there": Text("Zum Impressum der Stadt", "Go to the town’s imprint"),
    "imprint_standard": Text("Für den Inhalt verantwortlich: {town}.\nKontakt: {contact}, {mailbox}",
                             "Responsible for the content: {town}.\nContact: {contact}, {mailbox}"),
    "privacy_there": Text("Zur Datenschutzerklärung der Stadt", "Go to the town’s privacy notice"),
    "privacy_standard": Text(
        "Diese Seiten setzen keine Cookies, fragen nichts ab und laden nichts von anderen Servern. Was Sie in die Suche "
        "eingeben, bleibt in Ihrem Browser und in der Adresszeile. Fragen an die Roadmap rechnet Ihr Browser selbst aus, oder der "
        "Server, auf dem die Seiten liegen; gespeichert wird dabei nichts auf Ihrem Gerät.\n"
        "Der Server, auf dem sie liegen, kann Zugriffe in Protokollen festhalten; darüber gibt sein Betreiber Auskunft.\n"
        "Fragen zum Datenschutz: {contact}, {mailbox}",
        "These pages set no cookies, ask for nothing and load nothing from other servers. What you type into the search "
        "stays in your browser and in the address line. Questions to the roadmap are worked out by your browser, or by the server "
        "that the pages lie on; nothing is kept on your device.\n"
        "The server that they lie on may keep logs of requests; its operator tells you about them.\n"
        "Questions about privacy: {contact}, {mailbox}"),
    "not_found": Text("Diese Seite gibt es nicht", "There is no such page"),
    "not_found_text": Text("Vielleicht ist die Adresse nicht vollständig. Seiten von Projekten bleiben, auch wenn ein "
                           "Projekt zurückgezogen wird.",
                           "Perhaps the address is not complete. Pages of projects remain, even if a project is "
                           "withdrawn."),
}  # fmt: skip
