"""What people do with the plan, its goals and its reports: one function per act."""
