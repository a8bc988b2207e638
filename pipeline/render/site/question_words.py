"""The words of the pages on which an edition is asked, in German and English; what stands in braces is filled in."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.report import Text

QUESTION_WORDS: Mapping[str, Text] = {
    "ask_title": Text("Fragen an die Roadmap", "Questions to the roadmap"),
    "ask": Text("Fragen stellen", "Ask questions"),
    "ask_intro": Text(
        "Wählen Sie eine Frage: Die Antwort steht gleich dabei, und Sie können einen anderen Tag, ein Handlungsfeld oder einen Status "
        "einsetzen.",
        "Choose a question: its answer stands beside it, and you may put in another day, a field of action or a status."),
    "ask_catalog": Text("Alle Fragen als Datei (RDF)", "All questions as a file (RDF)"),
    "editor": Text("Eigene Abfrage schreiben", "Write a query of your own"),
    "editor_invites": Text("Für alle, die SPARQL kennen: Fragen Sie die Daten, was Sie möchten.",
                           "For those who know SPARQL: ask the data whatever you like."),
    "editor_missing": Text(
        "Ein Feld für eigene Abfragen gehört nicht zu dieser Fassung der Seiten. Die Fragen oben und die Dateien gibt es alle.",
        "A field for queries of your own is no part of this version of the pages. The questions above and the files are all there."),
    "your_choice": Text("Ihre Auswahl", "Your choice"),
    "answer_it": Text("Antwort anzeigen", "Show the answer"),
    "any_value": Text("alle", "all"),
    "form_script": Text("Andere Werte als die eingesetzten rechnet diese Seite mit JavaScript aus, das hier ausgeschaltet ist.",
                        "Values other than those put in are worked out with JavaScript, which is turned off here."),
    "form_missing": Text("Andere Werte lassen sich in dieser Fassung der Seiten nicht einsetzen. Die Antwort gilt für die Werte, die dabeistehen.",
                         "No other values can be put in with this version of the pages. The answer is for the values that it names."),
    "answer": Text("Antwort", "Answer"),
    "answer_table": Text("Antwort als Tabelle", "Answer as a table"),
    "answer_for": Text("Die Antwort gilt für:", "The answer is for:"),
    "answer_none": Text("Nichts dergleichen steht in den Daten.", "Nothing of the kind is in the data."),
    "answer_one": Text("1 Zeile.", "1 row."),
    "answer_rows": Text("{number} Zeilen.", "{number} rows."),
    "answer_more": Text("Und {number} weitere Zeilen, die hier nicht stehen.", "And {number} more rows that are not shown here."),
    "answer_truncated": Text("Es gibt noch mehr Zeilen, als abgefragt werden konnten. Schränken Sie die Frage ein.",
                             "There are more rows than could be asked for. Narrow the question."),
    "answer_file": Text("Diese Antwort als Tabelle (CSV)", "This answer as a table (CSV)"),
    "answer_too_large": Text(
        "Diese Antwort wird wegen der Menge der Daten nicht im Voraus berechnet. Wählen Sie oben etwas aus, oder laden Sie die Dateien.",
        "Because of the amount of data, this answer is not worked out in advance. Choose something above, or download the files."),
    "show_query": Text("Abfrage zeigen", "Show the query"),
    "query_file": Text("Abfrage als Datei (SPARQL)", "Query as a file (SPARQL)"),
    "query_in_editor": Text("Abfrage im Editor öffnen", "Open the query in the editor"),
    "asked_files": Text("Gefragt werden diese Dateien der Ausgabe:", "These files of the edition are asked:"),
    "hint_date": Text("Jahr-Monat-Tag, zum Beispiel 2026-11-22", "Year-month-day, for instance 2026-11-22"),
    "hint_year": Text("Vier Ziffern; leer für alle", "Four digits; empty for all"),
    "hint_project": Text("Zum Beispiel 2026-01; leer für alle", "For instance 2026-01; empty for all"),
    "hint_text": Text("Groß oder klein ist gleich; leer für alle", "Upper or lower case are the same; empty for all"),
    "editor_title": Text("Eigene Abfrage (SPARQL)", "A query of your own (SPARQL)"),
    "editor_intro": Text(
        "Schreiben Sie eine Abfrage in SPARQL, oder beginnen Sie mit einem Beispiel. Gefragt wird nur diese Ausgabe.",
        "Write a query in SPARQL, or begin with an example. This edition alone is asked."),
    "licences_of_editor": Text("Lizenzen des Editors", "Licences of the editor"),
    "editor_example": Text("Beispiel", "Example"),
    "editor_choose": Text("Bitte wählen", "Please choose"),
    "editor_label": Text("Abfrage in SPARQL", "Query in SPARQL"),
    "editor_keys": Text(
        "Tastatur: Strg+Eingabe fragt, Strg+Leertaste schlägt Wörter des Vokabulars vor. Mit Esc und danach Tab verlassen Sie das Textfeld.",
        "Keyboard: Ctrl+Enter asks, Ctrl+Space suggests words of the vocabulary. Esc and then Tab leave the text field."),
    "editor_history": Text("Auch frühere Ausgaben und die Herkunft jeder Zelle fragen (lädt {size} mehr)",
                           "Ask earlier editions and the origin of each cell as well (loads {size} more)"),
    "editor_run": Text("Fragen", "Ask"),
    "editor_stop": Text("Anhalten", "Stop"),
    "editor_script": Text("Der Editor braucht JavaScript. Ohne das stehen die Fragen mit ihren Antworten und alle Dateien bereit.",
                          "The editor needs JavaScript. Without it the questions with their answers and all files are there."),
    "loads": Text("Beim ersten Mal lädt Ihr Browser dafür {size}: das Programm, das rechnet, und die Daten. Gerechnet wird auf Ihrem Gerät.",
                  "The first time your browser loads {size} for it: the program that works it out, and the data. It runs on your device."),
    # Said by the scripts.
    "js_works": Text("Die Antwort wird ausgerechnet …", "The answer is being worked out …"),
    "js_loads": Text("Programm und Daten werden geladen …", "Program and data are being loaded …"),
    "js_stopped": Text("Angehalten.", "Stopped."),
    "js_too_long": Text("Nach 10 Sekunden angehalten: Die Abfrage ist zu aufwendig. Schränken Sie sie ein, zum Beispiel mit LIMIT.",
                        "Stopped after 10 seconds: the query is too costly. Narrow it, for instance by LIMIT."),
    "js_wrong": Text("Die Abfrage lässt sich nicht lesen oder beantworten: {why}", "The query cannot be read or answered: {why}"),
    "js_load_failed": Text("{file} ließ sich nicht laden. Prüfen Sie Ihre Verbindung, und versuchen Sie es noch einmal.",
                           "{file} could not be loaded. Check your connection, and try again."),
    "js_blocked": Text(
        "Ihr Browser oder der Server erlaubt hier nicht, was zum Ausrechnen nötig ist (WebAssembly). Laden Sie die Dateien unter „Daten“, "
        "oder bitten Sie den Betreiber um die Einstellung aus der Anleitung.",
        "Your browser or the server does not allow here what it takes to work this out (WebAssembly). Download the files under “Data”, or "
        "ask the operator for the setting in the manual."),
    "js_from_disk": Text(
        "Diese Seite liegt auf Ihrem Gerät. Von dort darf ein Browser nichts nachladen; die vorbereitete Antwort gilt. Um andere Werte zu "
        "fragen, öffnen Sie die Seiten über einen Webserver, zum Beispiel mit „python -m http.server“ in ihrem Ordner.",
        "This page lies on your device. From there a browser may load nothing more; the prepared answer holds. To ask for other values, open "
        "the pages through a web server, for instance by “python -m http.server” in their folder."),
    "js_invalid": Text("{label}: „{value}“ ist keine gültige Angabe.", "{label}: “{value}” is no valid value."),
    "js_press": Text("Die Adresse nennt andere Werte. Drücken Sie „Antwort anzeigen“, um sie auszurechnen.",
                     "The address names other values. Press “Show the answer” to work them out."),
    "js_yes": Text("Ja.", "Yes."),
    "js_no": Text("Nein.", "No."),
    "js_done": Text("Fertig: {counted}", "Done: {counted}"),
}  # fmt: skip
