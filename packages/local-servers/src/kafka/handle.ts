import { endServer, killServer } from '../process/end-server.ts';
import type { ServerProcess } from '../process/server-process.ts';
import type { LocalKafka } from './local-kafka.ts';

/** How long an orderly stop may take before it is a kill. */
const GRACE_MS = 15_000;

export function handleOfKafka(server: ServerProcess, port: number): LocalKafka {
  return {
    brokers: `127.0.0.1:${port}`,
    port,
    pid: server.pid,
    ended: server.ended,
    stop: () => endServer(server, 'SIGTERM', GRACE_MS),
    kill: () => killServer(server),
  };
}
