"""What an operator sees of the running service: logs and figures, never a patient."""
