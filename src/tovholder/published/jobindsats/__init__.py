"""Jobindsats' API: `client` asks politely, `kept` remembers what was answered, `fetch` asks for everything."""
