"""The file in which a workspace travels, and what two installations sign about the move."""
