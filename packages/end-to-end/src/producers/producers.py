"""Publishes records with the defaults of a client for Python: producers.py CLIENT BROKERS TOPIC CODEC < records, one JSON
object {"key": ..., "value": ...} a line."""

import asyncio
import json
import sys


def with_confluent(brokers, topic, codec, records):
    from confluent_kafka import Producer

    producer = Producer({"bootstrap.servers": brokers, "compression.type": codec})
    failed = []
    for record in records:
        producer.produce(
            topic,
            key=record["key"],
            value=record["value"],
            on_delivery=lambda error, _message: failed.append(error) if error else None,
        )
    if producer.flush(30) > 0 or failed:
        raise RuntimeError(f"not delivered: {failed}")


def with_aiokafka(brokers, topic, codec, records):
    from aiokafka import AIOKafkaProducer

    async def publish():
        producer = AIOKafkaProducer(
            bootstrap_servers=brokers, compression_type=None if codec == "none" else codec
        )
        await producer.start()
        try:
            for sent in [
                await producer.send(topic, key=record["key"].encode(), value=record["value"].encode())
                for record in records
            ]:
                await sent
        finally:
            await producer.stop()

    asyncio.run(publish())


client, brokers, topic, codec = sys.argv[1:]
publish = {"confluent-kafka": with_confluent, "aiokafka": with_aiokafka}[client]
publish(brokers, topic, codec, [json.loads(line) for line in sys.stdin])
