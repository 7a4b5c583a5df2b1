# Reads requests as JSON lines and says of each whether the standard's library for Python verifies it.
import json
import sys

# region verify
from standardwebhooks.webhooks import Webhook, WebhookVerificationError


def is_signed(secrets, body, headers):
    """Whether one of the secrets signed these bytes, within the last five minutes."""
    for secret in secrets:
        try:
            Webhook(secret).verify(body, headers)
            return True
        except WebhookVerificationError:
            pass
    return False


# endregion

for line in sys.stdin:
    request = json.loads(line)
    signed = is_signed([request["secret"]], request["body"].encode("utf-8"), request["headers"])
    print("verified" if signed else "refused", flush=True)
