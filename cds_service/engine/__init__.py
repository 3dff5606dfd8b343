"""Finds the rules of a pack and asks each one for its verdict."""
