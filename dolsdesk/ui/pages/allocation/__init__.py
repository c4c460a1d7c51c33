"""Many waiting cases and their assessors at once, and the reports that are out."""
