"""The rights radar: its layout, its columns and what it does."""
