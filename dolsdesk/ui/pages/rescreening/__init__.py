"""Re-screening after a change of the legal test: campaigns, cases, alerts, the whole picture."""
