"""Tests of the service, its content and its data contract."""
