"""Drug safety: pregnancy, interactions, monitoring of the drug itself."""
