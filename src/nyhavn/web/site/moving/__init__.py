"""The workspace of a community leaves this installation and enters another one."""
