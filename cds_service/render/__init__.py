"""Turns verdicts into cards: wording, language, suggested actions."""
