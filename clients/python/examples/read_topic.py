import os

from confluent_kafka import Consumer

from taskfold.kafka import Update, decode_update, latest

consumer = Consumer(
    {
        "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "localhost:9092"),
        "group.id": os.environ.get("GROUP", "shop"),
        "auto.offset.reset": "earliest",
    }
)
consumer.subscribe([os.environ.get("TOPIC_UPDATES", "task.updates")])
# The newest state of each task: a table with a column for its revision, in earnest.
tasks = latest()
try:
    while True:
        message = consumer.poll(1)
        if message is None or message.error():
            continue
        update = decode_update(message.key(), message.value())
        # The last updates may come again, and an older one after a newer one: such are no news.
        if tasks.apply(update) and isinstance(update, Update):
            print(update.key, update.revision, update.event.data.status, flush=True)
finally:
    consumer.close()
