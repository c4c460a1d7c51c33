"""dolsdesk: Deprivation of Liberty Safeguards work for an English council."""

__version__ = "0.1.0"
