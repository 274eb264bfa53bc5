"""What others have to tell before a case can go on: certificates and other documentation, asked for with the citizen's
consent, and dialogue meetings with a doctor and the citizen."""
