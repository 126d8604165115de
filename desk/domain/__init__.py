"""Rules of the desk as plain values and functions: what a case is, how urgent, how long somebody waits."""
