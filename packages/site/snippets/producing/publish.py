import json
import os
from datetime import datetime, timezone

from confluent_kafka import Producer

TENANT = os.environ.get("TENANT", "acme")
TASK_ID = os.environ.get("TASK_ID", "task_1")

producer = Producer(
    {
        "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "localhost:9092"),
        # Acknowledged by all replicas, written once and in order.
        "enable.idempotence": True,
        # Where Java puts a key, which is not where librdkafka does unless it is told to.
        "partitioner": "murmur2_random",
    }
)
failures = []


def publish(event_type, event_id, data):
    """Publishes what happened to a task. The same id again, from the same source, is a duplicate and changes nothing."""
    event = {
        "specversion": "1.0",
        "id": event_id,
        "source": "/gateways/eu-1",
        "type": event_type,
        "time": datetime.now(timezone.utc).isoformat(),
        "subject": TASK_ID,
        "tenantid": TENANT,
        "data": data,
    }
    producer.produce(
        "task.events",
        key=TASK_ID,
        value=json.dumps(event),
        on_delivery=lambda error, _record: failures.append(error) if error else None,
    )


publish(
    "task.created",
    f"{TASK_ID}-created",
    {"capability": "image.generate", "model": "aurora-xl", "input": {"prompt": "A lighthouse in the fog"}},
)
publish("task.charged", f"{TASK_ID}-charged", {"entry_id": "charge_1", "amount_credits": "40"})
publish("task.succeeded", f"{TASK_ID}-end", {"output": {"url": "https://cdn.example.com/8e.png"}})

if producer.flush(30) > 0 or failures:
    raise SystemExit(f"not published: {failures or 'no answer within 30 s'}")
