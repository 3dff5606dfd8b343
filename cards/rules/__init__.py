"""The rules, one decision a file, by topic."""
