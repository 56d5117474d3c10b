"""Languages that speakers add to those that come with Nyhavn, phrase by phrase, and who publishes them."""
