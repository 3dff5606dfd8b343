"""What of the chart reaches a card, and in which form."""
