"""The template of a page that people read: the folder of alternatives that has it and its name in, the template out."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

__all__ = ["Markup", "escape", "page_source", "page_template", "sources_of"]


def page_template(package: str, name: str) -> Template:
    """A template of a package. What is put into it is escaped, and what it does not know is an error."""
    return _environment(package).get_template(name)


def sources_of(package: str) -> list[str]:
    """The names of all templates of a package, and of what stands beside them."""
    return _environment(package).list_templates()


def page_source(package: str, name: str) -> str:
    """What stands beside the templates and is no template: a style, a script."""
    environment = _environment(package)
    assert environment.loader
    return environment.loader.get_source(environment, name)[0]


@lru_cache(maxsize=4)
def _environment(package: str) -> Environment:
    return Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
