"""Tests against a real API, with a processor and a Kafka behind it: `npm run test:python` brings them up."""
