"""Commands for who changes this package."""
