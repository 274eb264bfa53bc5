"""What is asked of plans, and what is proposed for one."""
