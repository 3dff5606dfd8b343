"""Lupus nephritis: treatment choice and milestones."""
