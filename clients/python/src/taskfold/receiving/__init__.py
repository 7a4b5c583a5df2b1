"""Receives callbacks: verifies that they are Taskfold's, and reads them."""

from taskfold.receiving._verify import CallbackVerificationError, Fault, ReceivedCallback, verify_callback

__all__ = ["CallbackVerificationError", "Fault", "ReceivedCallback", "verify_callback"]
