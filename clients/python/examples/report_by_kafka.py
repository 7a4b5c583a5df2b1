import os

from taskfold import Reporter
from taskfold.kafka import kafka_publisher

publish = kafka_publisher(
    {"bootstrap.servers": os.environ.get("KAFKA_BROKERS", "localhost:9092")},
    topic=os.environ.get("TOPIC_EVENTS", "task.events"),
)
with Reporter(publish=publish, source="/workers/image-7", tenant=os.environ.get("TENANT", "acme")) as reporter:
    with reporter.task("task_3") as task:
        task.progress(42, "denoise")
        task.result({"url": "https://cdn.example.com/8e.png"})
