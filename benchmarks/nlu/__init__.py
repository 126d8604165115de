"""How well, how fast and how surely messages are understood; each module here is one command."""
