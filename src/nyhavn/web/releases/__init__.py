"""From a candidate to a publication: approval, the community first, the locked date, corrections."""
