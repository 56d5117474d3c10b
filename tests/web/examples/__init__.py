"""One example of every thing that somebody can work on, for the tests that go through everything there is."""
