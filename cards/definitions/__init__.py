"""Clinical definitions that several rules share."""
