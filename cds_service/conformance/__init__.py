"""The table of conformance: each requirement of CDS Hooks with its test, or the reason why not."""
