"""What the service refuses, and what it withstands."""
