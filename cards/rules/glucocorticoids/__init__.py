"""Glucocorticoids: dose targets, tapering, duplication."""
