"""What is to be sent, and what an answer says: without any input or output of its own."""
