"""What holds or used a contribution, and the walk that a withdrawal makes through all of it."""
