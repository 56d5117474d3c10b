"""What could go wrong for people, who signed for it, and the stop that anybody with a role can pull."""
