"""What all pages share: layout, languages, forms made from what an action asks, refusals shown to people."""
