: "${API:?}" "${KEY:?}" "${TASK_ID:=task_1}"
now=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# A batch of events; the tenant is that of the key. --fail: an answer that is an error fails the script.
curl --fail-with-body -sS "$API/v1/events" \
  -H "Authorization: Bearer $KEY" \
  -H 'Content-Type: application/cloudevents-batch+json' \
  -d @- <<EVENTS
[
  {
    "specversion": "1.0", "id": "$TASK_ID-created", "source": "/gateways/eu-1", "time": "$now",
    "type": "task.created", "subject": "$TASK_ID",
    "data": { "capability": "image.generate", "model": "aurora-xl", "input": { "prompt": "A lighthouse in the fog" } }
  },
  {
    "specversion": "1.0", "id": "$TASK_ID-charged", "source": "/gateways/eu-1", "time": "$now",
    "type": "task.charged", "subject": "$TASK_ID", "data": { "entry_id": "charge_1", "amount_credits": "40" }
  },
  {
    "specversion": "1.0", "id": "$TASK_ID-end", "source": "/gateways/eu-1", "time": "$now",
    "type": "task.succeeded", "subject": "$TASK_ID", "data": { "output": { "url": "https://cdn.example.com/8e.png" } }
  }
]
EVENTS
