"""HTTP: the only place that knows routes and status codes."""
