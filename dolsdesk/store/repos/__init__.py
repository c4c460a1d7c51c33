"""Aggregates with behaviour: rows to facts, facts to rows. One module per aggregate."""
