"""One function for each operation of the API: what to send, and how to read the answer."""
