"""Pages of the room: publications, and fetching them."""
