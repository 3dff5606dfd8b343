"""Clinicians' cases: a YAML shorthand, its builder, and the runner that asks the whole service."""
