"""How the desk holds up with many cases and many live chats."""
