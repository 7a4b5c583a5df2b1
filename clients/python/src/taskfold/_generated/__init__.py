"""What of the contract is generated."""
