"""Who works here: people, how they prove it, what each role may open, and the page frame of their screens."""
