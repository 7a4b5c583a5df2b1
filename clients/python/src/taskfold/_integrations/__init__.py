"""What integrations have in common."""
