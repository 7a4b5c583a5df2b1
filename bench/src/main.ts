import { MissingPrerequisite } from '@taskfold/local-servers';

const SUITES: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  api: () => import('./api/main.ts'),
  callbacks: () => import('./callbacks/main.ts'),
  capacity: () => import('./capacity/main.ts'),
  compression: () => import('./compression/main.ts'),
  handover: () => import('./handover/main.ts'),
  memory: () => import('./memory/main.ts'),
  processor: () => import('./processor/main.ts'),
  records: () => import('./records/main.ts'),
  replica: () => import('./replica/main.ts'),
  scale: () => import('./scale/main.ts'),
};

const USAGE = `Usage: npm run bench -- SUITE [OPTION]...

Runs ours and what one would write first side by side, on servers of their own, and prints figures and ratios. The
figures depend on the machine; the ratios hardly do.

  api         reads by id, lists, streams, beside the framework's ceiling and a first attempt
  callbacks   deliveries per second, from event to 2xx, beside a black hole, under kills
  capacity    what a core, a connection and a gigabyte are good for, and whether 512 MiB are enough
  compression bytes and CPU of what is published, by each codec
  handover    how long events wait while processors join, end, are killed, and all are replaced
  memory      the processor's memory over millions of events
  processor   events folded per second, latency, write-ahead log, memory
  records     usage and charges of tasks that have had ten of them, and ten thousand
  replica     reads with a hot standby and without, and what they cost the primary
  scale       the processor's rate beside ten million tasks, against a hundred thousand
  SUITE --help  the suite's options
`;

const [name = '', ...args] = process.argv.slice(2);
const suite = Object.hasOwn(SUITES, name) ? SUITES[name] : undefined;
if (suite === undefined) {
  const asked = name === '--help' || name === '-h';
  (asked ? process.stdout : process.stderr).write(USAGE);
  process.exit(asked ? 0 : 2);
}
try {
  await (await suite()).run(args);
} catch (error) {
  const text = error instanceof Error ? sentenceOf(error) : null;
  if (text === null) throw error;
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

/** What an error says, where it is about this machine or the command line and not about the program. */
function sentenceOf(error: Error): string | null {
  const aboutOptions = 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  return aboutOptions || error instanceof MissingPrerequisite ? error.message : null;
}
