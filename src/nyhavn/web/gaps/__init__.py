"""The map of gaps: what is published of the SDG indicators for whom, and which initiatives could fill what is not."""
