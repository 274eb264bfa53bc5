"""Questions about citizens: one module per noun."""
