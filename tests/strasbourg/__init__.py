"""The Strasbourg belimumab series as synthetic charts, and its figures beside the paper's."""
