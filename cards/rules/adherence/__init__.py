"""Adherence: what the record says before a treatment is judged to fail."""
