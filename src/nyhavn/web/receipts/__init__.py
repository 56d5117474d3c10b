"""A person with a receipt: what is held about them, and what they can do with it, without an account."""
