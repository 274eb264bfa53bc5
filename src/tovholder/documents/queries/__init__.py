"""What is asked about documentation."""
