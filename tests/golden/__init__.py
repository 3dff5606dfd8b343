"""One whole answer per hook, kept word for word."""
