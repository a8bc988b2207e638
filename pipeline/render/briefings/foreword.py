"""What a person wrote in Markdown to stand in front: text in, blocks out.

Paragraphs, headings, lists, bold, italic and links are known; whatever else Markdown has stays as it was typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pipeline.render.briefings.blocks import Block, Bullets, Heading, Paragraph, Run, Runs

_KNOWN = ("heading", "lheading", "list", "emphasis", "link", "autolink", "escape", "entity", "newline")


def parse_foreword(text: str) -> tuple[Block, ...]:
    """The blocks of a foreword; its highest headings are those of sections, all others those of parts."""
    tokens = MarkdownIt("zero").enable(list(_KNOWN)).parse(text)
    return tuple(_blocks(tokens))


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    at, highest = 0, min((token.tag for token in tokens if token.type == "heading_open"), default="")
    while at < len(tokens):
        token = tokens[at]
        if token.type in ("bullet_list_open", "ordered_list_open"):
            end = next(n for n in range(at, len(tokens)) if _closes(tokens[n], token))
            items = tuple(_runs(inner) for inner in tokens[at:end] if inner.type == "inline")
            yield Bullets(items, is_numbered=token.type == "ordered_list_open")
            at = end
        elif token.type == "inline":
            opening = tokens[at - 1]
            runs = _runs(token)
            words = "".join(run.text for run in runs)
            is_heading = opening.type == "heading_open"
            yield Heading(1 if opening.tag == highest else 2, words) if is_heading else Paragraph(runs)
        at += 1


def _closes(token: Token, opening: Token) -> bool:
    return token.type == opening.type.replace("open", "close") and token.level == opening.level


def _runs(token: Token) -> Runs:
    """The pieces of a line, each in its form."""
    bold = italic = 0
    link, runs = "", []
    for child in token.children or ():
        match child.type:
            case "strong_open" | "strong_close":
                bold += child.nesting
            case "em_open" | "em_close":
                italic += child.nesting
            case "link_open":
                link = str(child.attrGet("href") or "")
            case "link_close":
                link = ""
            case "softbreak" | "hardbreak":
                runs.append(Run(" " if child.type == "softbreak" else "\n", bold > 0, italic > 0, link))
            case _ if child.content:
                runs.append(Run(child.content, bold > 0, italic > 0, link))
    return tuple(runs)
