"""The words of the vocabulary's own pages, and what these say instead of the words of a town."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.model.report import Text

VOCABULARY_WORDS: Mapping[str, Text] = {
    "vocabulary": Text("Vokabular", "Vocabulary"),
    "classes": Text("Klassen", "Classes"),
    "properties": Text("Eigenschaften", "Properties"),
    "code_lists": Text("Codelisten", "Code lists"),
    "terms_caption": Text("Begriffe mit ihrer Bedeutung", "Terms and what they mean"),
    "term": Text("Begriff", "Term"),
    "meaning": Text("Bedeutung", "Meaning"),
    "belongs_to": Text("Gegenstand → Wert", "Domain → range"),
    "refines_term": Text("Genauer als", "Refines"),
    "short_name": Text("Kurzname", "Short name"),
    "what_kind": Text("Art", "Kind"),
    "hint": Text("Hinweis", "Note"),
    "usage": Text("Beispiel (Turtle)", "Example (Turtle)"),
    "usage_note": Text("Die Adressen unter stadt.example sind erfunden.",
                       "The addresses below stadt.example are invented."),
    "publisher_of": Text("Wer herausgibt", "Who publishes"),
    "kind_owl:Class": Text("Klasse", "Class"),
    "kind_owl:ObjectProperty": Text("Eigenschaft, die auf ein Ding verweist", "Property that leads to a thing"),
    "kind_owl:DatatypeProperty": Text("Eigenschaft mit einem Wert", "Property with a value"),
    "kind_owl:AnnotationProperty": Text("Eigenschaft für Anmerkungen", "Property for annotations"),
    "kind_skos:ConceptScheme": Text("Codeliste", "Code list"),
    "kind_skos:Concept": Text("Eintrag einer Codeliste", "Entry of a code list"),
    "kind_owl:Ontology": Text("Vokabular", "Vocabulary"),
    "kind_foaf:Organization": Text("Organisation", "Organization"),
    "deprecated": Text("Dieser Begriff ist veraltet. Was mit ihm gesagt ist, behält seine Bedeutung; Neues sagen Sie "
                       "bitte anders.",
                       "This term is deprecated. What is said with it keeps its meaning; please say new things "
                       "otherwise."),
    "fact_dcterms:isReplacedBy": Text("Stattdessen", "Instead"),
    "fact_rdfs:subClassOf": Text("Genauer als", "Refines"),
    "fact_rdfs:subPropertyOf": Text("Genauer als", "Refines"),
    "fact_owl:equivalentClass": Text("Dasselbe wie", "The same as"),
    "fact_owl:equivalentProperty": Text("Dasselbe wie", "The same as"),
    "fact_skos:exactMatch": Text("Dasselbe wie", "The same as"),
    "fact_skos:closeMatch": Text("Fast dasselbe wie", "Nearly the same as"),
    "fact_skos:broadMatch": Text("Enger als", "Narrower than"),
    "fact_rdfs:domain": Text("Wird gesagt von (Domain)", "Is said of (domain)"),
    "fact_rdfs:range": Text("Der Wert ist (Range)", "The value is (range)"),
    "fact_skos:notation": Text("Kürzel", "Notation"),
    "fact_skos:inScheme": Text("Codeliste", "Code list"),
    "fact_skos:hasTopConcept": Text("Einträge", "Entries"),
    "fact_skos:altLabel": Text("Auch genannt", "Also called"),
    "fact_rdfs:seeAlso": Text("Siehe auch", "See also"),
    "fact_owl:versionInfo": Text("Version", "Version"),
    "fact_dcterms:issued": Text("Veröffentlicht", "Issued"),
    "fact_dcterms:modified": Text("Stand", "As of"),
    "fact_dcterms:license": Text("Lizenz", "Licence"),
    "fact_dcterms:creator": Text("Von wem", "By whom"),
    "fact_dcterms:bibliographicCitation": Text("So zu zitieren", "Cite as"),
    "fact_vann:preferredNamespacePrefix": Text("Präfix", "Prefix"),
    "inverse_rdfs:subClassOf": Text("Genauere Klassen", "Narrower classes"),
    "inverse_rdfs:subPropertyOf": Text("Genauere Eigenschaften", "Narrower properties"),
    "inverse_rdfs:domain": Text("Seine Eigenschaften", "Its properties"),
    "inverse_rdfs:range": Text("Ist der Wert von", "Is the value of"),
    "inverse_rdf:type": Text("Einträge", "Entries"),
    "version_title": Text("Version {version} des Vokabulars", "Version {version} of the vocabulary"),
    "version_text": Text("So war das Vokabular in dieser Version, mit seinen Codelisten, als Datei:",
                         "The vocabulary as it was in this version, with its code lists, as a file:"),
    "versions": Text("Versionen", "Versions"),
    "whole_vocabulary": Text("Alles in einer Datei", "All in one file"),
}  # fmt: skip
INSTEAD: Mapping[str, Text] = {
    "all_projects": Text("Das Vokabular", "The vocabulary"),
    "strategy": Text("Das Vokabular", "The vocabulary"),
    "accessibility_text": Text(
        "Diese Seiten sind nach WCAG 2.2, Stufe AA, gebaut und werden vor jeder neuen Fassung des Programms maschinell "
        "darauf geprüft. Eine Prüfung durch Menschen ersetzt das nicht.\n"
        "Sie kommen ohne JavaScript aus, lassen sich mit der Tastatur bedienen, auf 320 Pixel Breite lesen und "
        "drucken.",
        "These pages are built to WCAG 2.2, level AA, and are tested for it by machine before each new version of the "
        "program. That is no substitute for a test by people.\n"
        "They do without JavaScript, can be used by keyboard, read at a width of 320 pixels, and printed."),
    "barrier_subject": Text("Barriere auf den Seiten des Vokabulars", "Barrier on the pages of the vocabulary"),
    "imprint_there": Text("Zum Impressum", "Go to the imprint"),
    "privacy_there": Text("Zur Datenschutzerklärung", "Go to the privacy notice"),
    "privacy_standard": Text(
        "Diese Seiten setzen keine Cookies, fragen nichts ab und laden nichts von anderen Servern.\n"
        "Der Server, auf dem sie liegen, kann Zugriffe in Protokollen festhalten; darüber gibt sein Betreiber "
        "Auskunft.\n"
        "Fragen zum Datenschutz: {contact}, {mailbox}",
        "These pages set no cookies, ask for nothing and load nothing from other servers.\n"
        "The server that they lie on may keep logs of requests; its operator tells you about them.\n"
        "Questions about privacy: {contact}, {mailbox}"),
    "not_found_text": Text("Vielleicht ist die Adresse nicht vollständig. Begriffe des Vokabulars bleiben, wo sie "
                           "sind.",
                           "Perhaps the address is not complete. Terms of the vocabulary stay where they are."),
}  # fmt: skip
