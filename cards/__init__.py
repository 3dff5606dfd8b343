"""The knowledge: what the guidelines and the French access rules say about lupus, as rules."""

__version__ = "2026.11.1"
