"""Whom the rules are for."""
