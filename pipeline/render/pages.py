"""The template of a page that people read: the folder of alternatives that has it and its name in, the template out."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template


@lru_cache(maxsize=4)
def page_template(package: str, name: str) -> Template:
    """A template of a package. What is put into it is escaped, and what it does not know is an error."""
    environment = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)
