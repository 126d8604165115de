"""What the gateway counts, for operators: figures without persons."""

from prometheus_client import Counter

TURNS = Counter("doorstep_turns", "Turns of the bot, by how they ended.", ["outcome"])
TURN_FAILURES = Counter("doorstep_turn_failures", "Turns answered by an apology, by what went wrong.", ["reason"])
WITHHELD = Counter("doorstep_figures_withheld", "Answers withheld because a figure in them was nobody's fact.")
MASKED = Counter("doorstep_secrets_masked", "Secrets masked in messages, by kind.", ["kind"])
HANDOFFS = Counter("doorstep_handoffs", "Conversations given to a person, by reason.", ["reason"])
SIGNALS = Counter("doorstep_signals", "Signals noticed in messages, by name.", ["signal"])
IDENTITY_FAILURES = Counter("doorstep_identity_failures", "Proofs of identity that failed, by path.", ["path"])
REFUSED = Counter("doorstep_refused_frames", "Frames refused at the door, by code.", ["code"])
DOCUMENTS = Counter("doorstep_documents", "Documents that borrowers sent, by how they were found.", ["found"])
