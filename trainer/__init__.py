"""The trainer's room: messages the assistant was unsure of become examples, a model, and a decision to use it."""
