# Reads requests as JSON lines and says of each whether the standard's library for Python verifies it.
import json
import sys

from standardwebhooks.webhooks import Webhook

for line in sys.stdin:
    request = json.loads(line)
    try:
        Webhook(request["secret"]).verify(request["body"].encode("utf-8"), request["headers"])
        print("verified", flush=True)
    except Exception as error:
        print("refused:", type(error).__name__, flush=True)
