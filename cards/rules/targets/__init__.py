"""Response and targets: remission, low activity, response to a biologic, inertia."""
