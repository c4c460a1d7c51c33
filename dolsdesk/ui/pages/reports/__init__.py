"""Timescale reports on screen, as PDF and as a workbook."""
