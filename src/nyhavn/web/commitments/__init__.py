"""From results to decisions: what authorities were asked, committed themselves to, and did."""
