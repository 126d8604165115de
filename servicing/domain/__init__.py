"""The arithmetic of mortgage servicing: pure functions of values, every convention a named parameter."""
