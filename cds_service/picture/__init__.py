"""The patient as a clinician would state it: typed, dated, with units, known or unknown."""
