"""Rules that say one thing each."""
