"""Monitoring: tests that lupus and its drugs ask for, and when."""
