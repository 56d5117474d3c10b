"""What was done, by whom, and a seal that makes a change afterwards visible."""
