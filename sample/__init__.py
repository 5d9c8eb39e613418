"""One made-up day, its recorded answers, and the server that plays the three sources."""
