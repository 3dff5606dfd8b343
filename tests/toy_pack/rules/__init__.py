"""The rules of the toy pack, by topic."""
