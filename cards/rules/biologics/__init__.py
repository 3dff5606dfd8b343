"""Biologics: labels, access and funding in France."""
