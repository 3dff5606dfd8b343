"""The proxy in front of the service, with the configuration as it is delivered."""
