"""What understanding achieves and what it costs; run by hand, never as a test."""
