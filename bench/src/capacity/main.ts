import { parseArgs } from 'node:util';
import { print, say } from '../environment/output.ts';
import { startServers } from '../environment/servers.ts';
import { EVENTS_PER_TASK } from '../processor/workload.ts';
import { foldBacklog } from './fold.ts';
import { MEBIBYTE } from './limits.ts';
import { serveWithin } from './serve.ts';

const USAGE = `Usage: npm run bench -- capacity [OPTION]...

What to plan with: events and reads for a second of CPU, memory, connections, and the bytes of a million tasks in the database, its
write-ahead log and the topics. Each process runs within a limit that the kernel holds, as that of a container: one
that needs more is killed, and the benchmark ends with an error. It needs Linux and the right to make a control group.

  --events N        events that wait for the processor (1,000,000), five of each task
  --tasks N         tasks that the API reads (200,000)
  --seconds N       of reading (10)
  --streams N       that the API holds (5,000)
  --memory MIB      of each process (512)
  --node-options S  of each process (--max-old-space-size=256 --max-semi-space-size=16)
  --only PART       fold or serve
  --quick           50,000 events, 20,000 tasks, 2 seconds, 500 streams: to try the benchmark itself
  --help            show this
`;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string' },
      tasks: { type: 'string' },
      seconds: { type: 'string' },
      streams: { type: 'string' },
      memory: { type: 'string', default: '512' },
      'node-options': { type: 'string', default: '--max-old-space-size=256 --max-semi-space-size=16' },
      only: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const events = Number(values.events ?? (values.quick ? 50_000 : 1_000_000));
  const limits = { memoryBytes: Number(values.memory) * MEBIBYTE, nodeOptions: values['node-options'] };
  await using servers = await startServers(say);
  if (values.only !== 'serve') await foldBacklog(servers, Math.ceil(events / EVENTS_PER_TASK), limits);
  if (values.only === 'fold') return;
  const options = {
    tasks: Number(values.tasks ?? (values.quick ? 20_000 : 200_000)),
    seconds: Number(values.seconds ?? (values.quick ? 2 : 10)),
    streams: Number(values.streams ?? (values.quick ? 500 : 5000)),
  };
  await serveWithin(servers, options, limits);
}
