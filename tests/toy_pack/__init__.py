"""A tiny knowledge pack that shows every way a rule may answer."""

__version__ = "0.0.1"
