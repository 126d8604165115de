"""The communication record: what was said, by whom and when, kept so that a change would show."""
