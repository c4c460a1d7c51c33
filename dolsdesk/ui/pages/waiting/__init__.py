"""The waiting list: who waits, who is next, contact, and what the coming weeks bring."""
