"""Letters: what the servicer puts on paper, in approved words, with its law beside each part."""
