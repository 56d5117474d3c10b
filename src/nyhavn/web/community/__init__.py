"""Bodies of a community at work: members, agenda, meetings, and decisions that bind."""
