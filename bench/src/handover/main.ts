import { parseArgs } from 'node:util';
import { print, round, say } from '../environment/output.ts';
import { percentile } from '../environment/percentile.ts';
import { startServers } from '../environment/servers.ts';
import { publish } from '../processor/publish.ts';
import { type Contestant, first, ours, slower } from './contestants.ts';
import { KINDS, measureHandOvers } from './hand-overs.ts';

const USAGE = `Usage: npm run bench -- handover [OPTION]...

How long events wait while processors come and go: the longest of all partitions, from when an event was due to when it
is visible, while one joins two others, one of three is ended, one of three is killed, and two are replaced in turn.

  --repetitions N  of each hand-over (3)
  --rate N         events a second (100)
  --partitions N   of the topic (12)
  --only-ours      without the others
  --help           show this
`;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      repetitions: { type: 'string', default: '3' },
      rate: { type: 'string', default: '100' },
      partitions: { type: 'string', default: '12' },
      'only-ours': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const partitions = Number(values.partitions);
  const contestants = values['only-ours'] ? [ours] : [ours, slower, first];
  await using servers = await startServers(say);

  const measure = async (contestant: Contestant, index: number) => {
    const name = `handover_${index}`;
    const topic = `bench.${name}`;
    await publish({ brokers: servers.brokers, name: topic, partitions }, []);
    const databaseUrl = await servers.createDatabase(name);
    const stage = { databaseUrl, brokers: servers.brokers, topic, group: name };
    const [perSecond, repetitions] = [Number(values.rate), Number(values.repetitions)];
    return await measureHandOvers({ contestant, stage, partitions, perSecond, repetitions });
  };

  print(`the longest wait of an event, ms           ${KINDS.map((kind) => kind.padStart(25)).join('')}`);
  let oursWait: readonly number[] = [];
  for (const [index, contestant] of contestants.entries()) {
    const waits = await measure(contestant, index);
    const medians = KINDS.map((kind) => percentile(waits.get(kind) ?? [], 0.5));
    const line = (name: string, values: readonly string[]) =>
      print(`${name.padEnd(43)}${values.map((value) => value.padStart(25)).join('')}`);
    line(
      contestant.name,
      KINDS.map(
        (kind, at) => `${round(medians[at] ?? 0)}, most ${round(Math.max(...(waits.get(kind) ?? [])))}`,
      ),
    );
    if (index === 0) oursWait = medians;
    else
      line(
        '  ÷ ours',
        medians.map((value, at) => (value / (oursWait[at] ?? Number.NaN)).toFixed(1)),
      );
  }
}
