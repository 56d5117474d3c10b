"""What people are told before they agree, and what they said."""
