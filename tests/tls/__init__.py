"""Certificates made for the test, servers that show them, and whom the service believes."""
