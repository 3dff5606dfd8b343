"""The BASICs checklist: prevention of damage, once a year."""
