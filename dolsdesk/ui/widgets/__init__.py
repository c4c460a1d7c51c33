"""Parts that pages are made of. They hold no rule of law and ask no store."""
