import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { isIP } from 'node:net';

/** A name server on this machine, for names that exist nowhere. */
export interface NameServer {
  /** As `address:port`. */
  readonly address: string;
  /** Questions so far, as `name TYPE`. */
  readonly questions: readonly string[];
  close(): void;
}

const TYPE_A = 1;
const TYPE_AAAA = 28;

/**
 * @param answer all addresses of a name at this moment, of both families; null for a name that does not exist, and
 *   `silent` for no answer at all
 */
export async function startNameServer(
  answer: (name: string) => readonly string[] | null | 'silent',
): Promise<NameServer> {
  const questions: string[] = [];
  const socket = createSocket('udp4');
  socket.on('message', (query, { address, port }) => {
    const { name, type, end } = questionOf(query);
    questions.push(`${name} ${type === TYPE_A ? 'A' : type === TYPE_AAAA ? 'AAAA' : type}`);
    const found = answer(name);
    if (found !== 'silent') socket.send(replyTo(query.subarray(0, end), type, found), port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, questions, close: () => socket.close() };
}

function questionOf(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function replyTo(question: Buffer, type: number, found: readonly string[] | null): Buffer {
  const version = type === TYPE_A ? 4 : type === TYPE_AAAA ? 6 : 0;
  const records = (found ?? [])
    .filter((address) => isIP(address) === version)
    .map((address) => recordOf(address, type));
  const header = Buffer.from(question.subarray(0, 12));
  // A response, recursion available; 3 says that there is no such name.
  header.writeUInt16BE(0x8180 | (found === null ? 3 : 0), 2);
  header.writeUInt16BE(records.length, 6);
  header.writeUInt32BE(0, 8);
  return Buffer.concat([header, question.subarray(12), ...records]);
}

function recordOf(address: string, type: number): Buffer {
  const data = type === TYPE_A ? Buffer.from(address.split('.').map(Number)) : bytesOfIpv6(address);
  const record = Buffer.alloc(12);
  // The name of the question, class IN, no time to live.
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(type, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function bytesOfIpv6(address: string): Buffer {
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const after = tail === undefined ? [] : groups(tail);
  const zeros = Array.from({ length: 8 - groups(head).length - after.length }, () => '0');
  return Buffer.from(
    [...groups(head), ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''),
    'hex',
  );
}
