"""Reports that somebody may be deprived of liberty without authority."""
