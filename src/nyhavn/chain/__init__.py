"""Floor 3: plan to release. The only floor that calls engine and exchange together."""
