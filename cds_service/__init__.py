"""The machine: reads CDS Hooks calls, runs a pack of rules, answers with cards."""

__version__ = "0.1.0"
