"""Hydroxychloroquine: presence, dose, weight, eyes."""
