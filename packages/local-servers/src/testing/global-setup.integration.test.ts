import { connect } from 'node:net';
import { expect, inject, test } from 'vitest';
import './provided.ts';

test('integration tests are given a PostgreSQL and a Kafka that listen', async () => {
  const addresses = [new URL(inject('postgresUrl')).host, inject('kafka').KAFKA_BROKERS ?? ''];
  for (const address of addresses) {
    const [host, port] = address.split(':');
    const connected = await new Promise<boolean>((resolve) => {
      const socket = connect(Number(port), host, () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    expect(connected, address).toBe(true);
  }
});
