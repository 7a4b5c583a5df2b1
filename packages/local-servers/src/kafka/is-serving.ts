import { connect } from 'node:net';

const METADATA = 3;
const VERSION = 1;
const TIMEOUT_MS = 2_000;

/**
 * Whether a Kafka answers on this port of 127.0.0.1 and counts at least so many brokers as alive. A listening port is not
 * enough: a broker that is not yet registered refuses to create topics.
 */
export async function isServing(port: number, least = 1): Promise<boolean> {
  return await new Promise((resolve) => {
    const received: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(metadataRequest()));
    const finish = (serving: boolean) => {
      socket.destroy();
      resolve(serving);
    };
    socket.setTimeout(TIMEOUT_MS, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.on('data', (chunk) => {
      received.push(chunk);
      const brokers = countBrokers(Buffer.concat(received));
      if (brokers !== undefined) finish(brokers >= least);
    });
  });
}

/** Kafka's Metadata request for no topic: size, API, version, correlation id, client id, an empty list of topics. */
function metadataRequest(): Buffer {
  const client = Buffer.from('taskfold');
  const request = Buffer.alloc(4 + 2 + 2 + 4 + 2 + client.length + 4);
  request.writeInt32BE(request.length - 4, 0);
  request.writeInt16BE(METADATA, 4);
  request.writeInt16BE(VERSION, 6);
  request.writeInt32BE(1, 8);
  request.writeInt16BE(client.length, 12);
  client.copy(request, 14);
  request.writeInt32BE(0, 14 + client.length);
  return request;
}

/** The length of the list of brokers, which follows size and correlation id; `undefined` when it has not come yet. */
function countBrokers(response: Buffer): number | undefined {
  return response.length < 12 ? undefined : response.readInt32BE(8);
}
