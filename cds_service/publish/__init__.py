"""What integrators load into their own tools: the data contract and the rules as FHIR R4."""
