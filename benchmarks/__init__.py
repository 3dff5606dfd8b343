"""What one call costs, measured against the least and the most it could cost."""
