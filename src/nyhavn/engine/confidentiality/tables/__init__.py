"""Tables to order: rows or finished cells in, protected tables out, with the evidence that nobody is given away."""
