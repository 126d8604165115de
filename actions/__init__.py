"""What the assistant does: one module per topic, reached by Rasa alone, over HTTP."""
