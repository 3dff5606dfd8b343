"""Other services that answer the same call; each has an environment of its own under build/."""
