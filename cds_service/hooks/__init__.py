"""CDS Hooks itself: what a call and an answer look like."""
