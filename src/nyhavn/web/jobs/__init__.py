"""Work after a commit: a row that is leased, worked on, and ends once."""
