"""The register of homes, assessors and staff."""
