"""Pages that each public site owes: how to ask and correct, accessibility, imprint, privacy, what was not found."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.render.pages import page_template
from pipeline.render.site.addresses import Place, as_link
from pipeline.render.site.pen import File, Link, Pen, letter_to, safe_address


def write_statements(pen: Pen) -> Iterator[File]:
    """All of them but the one for what was not found."""
    options, contact = pen.matter.dataset.site, pen.matter.dataset.contact
    mailbox = options.accessibility or contact.email
    letters = [
        (pen.words[f"letter_{kind}_title"], pen.words[f"letter_{kind}"], Link(pen.words[f"letter_{kind}_link"],
         address=pen.letter(pen.fill(f"letter_{kind}_subject", town=pen.matter.dataset.publisher.name),
                            *pen.fill(f"letter_{kind}_text", version=pen.matter.progress.version).split("\n"))))
        for kind in ("ask", "suggest", "correct")
    ]  # fmt: skip
    yield pen.page("take_part.html.j2", "mitmachen", title=pen.words["take_part_title"], letters=letters,
                   mailbox=pen.matter.mailbox, contact=contact.name, trail=[], **pen.newest)  # fmt: skip
    yield pen.page("accessibility.html.j2", "barrierefreiheit", title=pen.words["accessibility_title"], mailbox=mailbox,
                   letter=letter_to(mailbox, pen.words["barrier_subject"], pen.words["barrier_text"].split("\n")),
                   trail=[])  # fmt: skip
    yield _statement(pen, "impressum", "imprint", options.imprint_url, pen.plain(options.imprint))
    yield _statement(pen, "datenschutz", "privacy", options.privacy_url, pen.plain(options.privacy))


def _statement(pen: Pen, folder: str, name: str, address: str, text: str) -> File:
    """The imprint or the privacy notice: the town's own words, or where they stand; and what holds of these pages."""
    contact = pen.matter.dataset.contact
    return pen.page(
        "statement.html.j2",
        folder,
        title=pen.words[name],
        own=text.split("\n") if text else [],
        link=Link(pen.words[f"{name}_there"], address=safe_address(address)) if safe_address(address) else None,
        standard=pen.fill(f"{name}_standard", town=pen.matter.dataset.publisher.name, contact=contact.name,
                          mailbox=contact.email).split("\n"),
        trail=[],
    )  # fmt: skip


def write_not_found(pen: Pen, other: Pen) -> File:
    """The page for an address that leads nowhere, in both languages; it is shown anywhere, so its links are whole."""
    frame = {
        "site": pen.matter.site,
        "own_site": pen.matter.dataset.catalog.site,
        "name": pen.site_name,
    }
    roadmap = as_link(pen.matter.folder(pen.matter.base + pen.matter.dataset.iris.roadmap))
    written = page_template("pipeline.render.site", "not_found.html.j2").render(
        **frame, roadmap=roadmap, german=pen.words, english=other.words
    )
    return File(Place("404.html").path, written.encode())
