"""How an older store becomes a newer one, one numbered step at a time."""
