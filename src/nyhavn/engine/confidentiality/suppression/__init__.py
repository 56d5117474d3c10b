"""Cell suppression: which cells of linked tables are hidden so that no hidden one can be worked out."""
