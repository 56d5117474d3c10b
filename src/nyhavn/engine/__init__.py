"""Floor 2: how contributions become statistics. Frames in, frames and cells out; nothing here opens a file."""
