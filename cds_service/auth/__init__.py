"""Who calls: client tokens, their keys, and the list of trusted records."""
