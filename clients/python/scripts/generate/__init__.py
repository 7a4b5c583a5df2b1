"""What of this package is made of the contract, and of its own asynchronous half."""
