"""The worklist: ready-made lists, search, filters, saved views."""
