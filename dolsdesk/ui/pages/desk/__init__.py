"""This desk: store, backups, audit, look, local targets."""
