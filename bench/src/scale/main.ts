import { parseArgs } from 'node:util';
import { print, round, say } from '../environment/output.ts';
import { percentile } from '../environment/percentile.ts';
import { startServers } from '../environment/servers.ts';
import { makeTable, type Table, type TurnFigures } from './table.ts';
import { KINDS } from './works.ts';

const USAGE = `Usage: npm run bench -- scale [OPTION]...

Whether the processor slows down as the table of tasks grows: its rate beside many stored tasks against its rate beside
few, in turns, a new process each time. The rows are copied by SQL from tasks that the processor has folded, with every
index; the timeline begins empty. Ten million take about 35 GB of disk and 40 minutes.

  --tasks N       stored tasks of the large table (10,000,000)
  --small N       stored tasks of the small one (100,000)
  --turns N       turns of each kind of work (3)
  --new-tasks N   new tasks of a turn (60,000), five events each
  --old-tasks N   stored tasks that a turn takes up (20,000), three events each
  --help          show this
`;

export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      tasks: { type: 'string', default: '10000000' },
      small: { type: 'string', default: '100000' },
      turns: { type: 'string', default: '3' },
      'new-tasks': { type: 'string', default: '60000' },
      'old-tasks': { type: 'string', default: '20000' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return print(USAGE);
  const turns = Number(values.turns);
  const newTasks = Number(values['new-tasks']);
  const oldTasks = Number(values['old-tasks']);
  const sizes = { small: Number(values.small), large: Number(values.tasks) };
  if (oldTasks * turns > sizes.small) {
    say(`${turns} turns take up ${oldTasks * turns} stored tasks; the small table has ${sizes.small}`);
    process.exitCode = 2;
    return;
  }

  await using servers = await startServers(say);
  const make = (name: 'small' | 'large') => {
    say(`storing ${round(sizes[name])} tasks`);
    return makeTable({ servers, name, tasks: sizes[name], runningEvery: runningEvery(sizes[name]) });
  };
  const runningEvery = (storedTasks: number) => Math.floor(storedTasks / (oldTasks * turns));
  const tables = [await make('small'), await make('large')] as const;

  print(`events/s, median of ${turns} turns, beside  ${tables.map(heading).join('')}       large ÷ small`);
  for (const kind of KINDS) {
    const figures: TurnFigures[][] = tables.map(() => []);
    for (let turn = 0; turn < turns; turn++) {
      for (const [index, table] of tables.entries()) {
        const { storedTasks } = table;
        say(`${kind.name}, turn ${turn + 1}, beside ${round(storedTasks)}`);
        const options = kind.options({
          turn,
          turns,
          storedTasks,
          newTasks,
          oldTasks,
          runningEvery: runningEvery(storedTasks),
        });
        figures[index]?.push(await table.run(options));
      }
    }
    printKind(kind.name, figures);
  }
}

const heading = ({ storedTasks }: Table) => `${round(storedTasks)} tasks`.padStart(20);

/** @param figures of the small table's turns, then of the large one's */
function printKind(name: string, figures: readonly (readonly TurnFigures[])[]): void {
  const medians = (of: keyof TurnFigures) =>
    figures.map((turns) =>
      percentile(
        turns.map((turn) => turn[of]),
        0.5,
      ),
    );
  const rates = medians('perSecond');
  const [small = Number.NaN, large = Number.NaN] = rates;
  const cells = (values: readonly number[]) => values.map((value) => round(value).padStart(20)).join('');
  print(`${name.padEnd(36)}${cells(rates)}${(large / small).toFixed(2).padStart(20)}`);
  print(`${'  bytes of write-ahead log an event'.padEnd(36)}${cells(medians('walBytesPerEvent'))}`);
}
