"""What outlives a call: feedback, the cards shown, the audit of calls. The only place with SQL."""
