"""What Doorstep adds to Rasa: how data is read, messages are understood, words are chosen and dialogues are kept."""
