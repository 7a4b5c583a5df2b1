import { parseArgs } from 'node:util';
import { print, round, say } from '../environment/output.ts';
import { startServers } from '../environment/servers.ts';
import { rateOfOurs, startOurs, untilFolded, type Work } from '../processor/contestants.ts';
import { publish } from '../processor/publish.ts';
import { grow } from './grow.ts';
import { creations, money } from './workload.ts';

const USAGE = `Usage: npm run bench -- records [OPTION]...

What a usage record or a charge costs whose task has had 10, 1,000 or 10,000 of them, in turns.

  --turns N   turns of each (3)
  --quick     fewer tasks, one turn: to try the benchmark itself
  --help      show this
`;

const SIZES = [10, 1000, 10_000];
const PER_TURN = 100;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      turns: { type: 'string' },
      quick: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const turns = Number(values.turns ?? (values.quick ? 1 : 3));
  const tasks = values.quick ? 20 : 200;
  await using servers = await startServers(say);
  const [smallest = 1] = SIZES;
  const kinds = [];
  for (const size of SIZES) {
    say(`${tasks} tasks with ${round(size)} records each`);
    const topic = { brokers: servers.brokers, name: `bench.records_${size}`, partitions: 6 };
    const total =
      (await publish(topic, creations(tasks))) + (await publish(topic, money(tasks, 1, smallest)));
    const databaseUrl = await servers.createDatabase(`records_${size}`);
    const work: Work = {
      ...topic,
      topic: topic.name,
      databaseUrl,
      total,
      partitionsAtOnce: 3,
      chunkMaxRecords: 500,
    };
    await foldAll(work);
    await grow(databaseUrl, size / smallest - 1);
    kinds.push({ size, topic, work, rates: [] as number[] });
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const kind of kinds) {
      const already = kind.work.total + turn * tasks * PER_TURN;
      const more = await publish(kind.topic, money(tasks, 1 + smallest + turn * PER_TURN, PER_TURN));
      const rate = await rateOfOurs({ ...kind.work, total: already + more }, already);
      kind.rates.push(rate.perSecond);
      say(`turn ${turn + 1}, ${round(kind.size)} records: ${round(rate.perSecond)} events/s`);
    }
  }
  const medians = kinds.map(({ rates }) => rates.toSorted((a, b) => a - b)[rates.length >> 1] ?? Number.NaN);
  print(`usage and charges, events/s          ${cells(SIZES.map((size) => `${round(size)} records`))}`);
  print(`a task that has had so many          ${cells(medians.map((rate) => round(rate)))}`);
  print(
    `  ÷ ${smallest} records                       ${cells(medians.map((rate) => (rate / (medians[0] ?? 1)).toFixed(2)))}`,
  );
}

async function foldAll(work: Work): Promise<void> {
  await using _child = startOurs(work);
  await untilFolded(work);
}

function cells(texts: readonly string[]): string {
  return texts.map((text) => text.padStart(16)).join('');
}
