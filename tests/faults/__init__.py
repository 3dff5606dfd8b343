"""A FHIR server that misbehaves, and what the service makes of it."""
