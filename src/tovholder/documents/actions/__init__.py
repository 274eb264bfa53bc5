"""What people do about documentation: one function for each act."""
