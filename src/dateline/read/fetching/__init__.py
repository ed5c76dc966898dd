"""What opens a connection, and only when it is asked to: addresses, the one guard around them, and what is kept of the answers."""
