"""What can go wrong outside the data. A fault *in* the data is no exception: it is a ``ValidationResult``.

PipelineError
├── ConfigError          dataset.toml, a command line or a shape says something that cannot be meant
├── WorkbookFault        a file that cannot be read as a workbook; told to its author as a finding
└── OutsideWorldError    disk, network or another program did not do its part
"""

from __future__ import annotations


class PipelineError(Exception):
    """The root of all errors this package raises on purpose. Its text is fit to be shown to an operator."""


class ConfigError(PipelineError):
    """A setting is unknown, missing or of the wrong kind. The text names the file, the table and the key."""


class OutsideWorldError(PipelineError):
    """A disk, a network or another program failed; trying again later may help."""


class WorkbookFault(PipelineError):
    """A file that cannot be read, and the rule that says why in words its author understands.

    ``rule`` is the id of a rule in ``shapes/reading.ttl``; ``details`` fill the placeholders of its message.
    """

    def __init__(self, rule: str, **details: str | int) -> None:
        super().__init__(f"{rule}: {details}" if details else rule)
        self.rule = rule
        self.details = details
