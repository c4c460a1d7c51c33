"""What the day asks of whoever is at the desk."""
