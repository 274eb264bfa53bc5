"""What people type, checked at the door."""
