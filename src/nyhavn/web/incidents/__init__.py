"""What people report about harm, who acts on it, and until when."""
