"""Requests as no specification foresees them; every run makes the same ones."""
