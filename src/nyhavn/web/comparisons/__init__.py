"""Published figures beside those of a census or a survey."""
