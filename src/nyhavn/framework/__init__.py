"""Floor 1: what the Copenhagen Framework says. Words, values, rules and verdicts; no frames, no files of data."""
