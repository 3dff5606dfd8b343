"""What deserves to be said, in which order, and how much of it."""
