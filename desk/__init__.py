"""Where people help: cases, the queue of who waits, and the agent's screens."""
