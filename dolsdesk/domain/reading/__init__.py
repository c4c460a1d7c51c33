"""Reading Forms 1 and 2 as councils print them: labels matched loosely, values as people write."""
