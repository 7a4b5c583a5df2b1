import { parseArgs } from 'node:util';
import { startServers } from '../environment/servers.ts';
import { publish } from '../processor/publish.ts';
import { type Contestant, inline, ours, oursToBeKilled, type Stage } from './contestants.ts';
import { killing, type Latency, latencyOf, rateOf } from './measures.ts';

const USAGE = `Usage: npm run bench -- callbacks [OPTION]...

From the end of a task in the log to the 2xx of its callback: the processor, folding and calling back in one process, beside a
consumer that calls back itself.

  --tasks N    deliveries for the rate (6,000); the consumer gets a thirtieth
  --seconds N  of each latency (20), at 200 deliveries a second
  --kills N    kills of the dispatcher (50)
  --quick      1,500 deliveries, 6 seconds, 5 kills: to try the benchmark itself
  --help       show this
`;

const PARTITIONS = 6;
const PER_SECOND = 200;

const say = (text: string) => void process.stderr.write(`${text}\n`);
const print = (text = '') => void process.stdout.write(`${text}\n`);

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: { type: 'string' },
      seconds: { type: 'string' },
      kills: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const tasks = Number(values.tasks ?? (values.quick ? 1500 : 6000));
  const seconds = Number(values.seconds ?? (values.quick ? 6 : 20));
  const kills = Number(values.kills ?? (values.quick ? 5 : 50));
  await using servers = await startServers(say);

  /** A topic and a database that nobody has touched. */
  const stageOf = async (name: string): Promise<Stage> => {
    say(name.replaceAll('_', ' '));
    const topic = { brokers: servers.brokers, name: `bench.${name}`, partitions: PARTITIONS };
    await publish(topic, []);
    return { topic, databaseUrl: await servers.createDatabase(name) };
  };
  const latency = async (name: string, contestant: Contestant, blackHole: boolean) =>
    await latencyOf(contestant, await stageOf(name), { perSecond: PER_SECOND, seconds, blackHole });

  const rates = {
    ours: await rateOf(ours, await stageOf('rate_ours'), tasks),
    inline: await rateOf(inline, await stageOf('rate_inline'), Math.ceil(tasks / 30)),
  };
  print(
    `deliveries/s, receiver answers in 50 ms    ours ${rates.ours.toFixed(0)}, inline ${rates.inline.toFixed(1)}`,
  );
  print(`  ours ÷ inline                            ${(rates.ours / rates.inline).toFixed(1)}`);

  const alone = await latency('latency_alone', ours, false);
  printLatency('event to 2xx at 200/s, ours', alone);
  const beside = await latency('latency_beside_a_black_hole', ours, true);
  printLatency('  with a fifth into a black hole', beside);
  print(`  p99 with ÷ without                       ${(beside.p99 / alone.p99).toFixed(2)}`);
  printLatency('event to 2xx at 200/s, inline', await latency('latency_inline', inline, false));
  printLatency('  with a fifth into a black hole', await latency('latency_inline_beside', inline, true));

  const killed = await killing(oursToBeKilled, await stageOf('kills'), kills);
  print(
    `${killed.kills} kills                                   lost ${killed.lost} of ${killed.deliveries}, repeated ${killed.repeated}, under another id ${killed.otherIds}`,
  );
}

function printLatency(name: string, { p50, p99, delivered, expected }: Latency): void {
  print(
    `${name.padEnd(42)} p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ${delivered} of ${expected} delivered`,
  );
}
