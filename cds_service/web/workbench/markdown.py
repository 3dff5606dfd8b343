"""Card text (GitHub Flavored Markdown) as HTML; raw HTML in it stays text."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markupsafe import Markup


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": False})
    parser.enable(["table", "strikethrough"])
    # A card shows text: pictures would let a text call other servers.
    parser.disable("image")
    parser.add_render_rule("link_open", _link)
    return parser


def _link(self: Any, tokens: Any, index: int, options: Any, env: Any) -> str:  # noqa: ANN401
    tokens[index].attrSet("rel", "noreferrer noopener")
    tokens[index].attrSet("target", "_blank")
    return str(self.renderToken(tokens, index, options, env))


def html_of(text: str) -> Markup:
    """A text as HTML that is safe to show."""
    return Markup(_parser().render(text))  # noqa: S704 (the parser escapes all HTML)


@lru_cache(maxsize=4096)
def html_of_content(text: str) -> Markup:
    """The same for texts of the pack, kept; never for cards, which hold text of a chart."""
    return html_of(text)
