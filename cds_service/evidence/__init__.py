"""What was asked, what came, and what is missing and why; FHIR JSON ends here."""
