import { print, round, say } from '../environment/output.ts';
import { percentile } from '../environment/percentile.ts';
import { type Contestant, startContestant } from './contestants.ts';
import { closedLoad, type Figures } from './load.ts';

const OURS = 'ours';
const MIDDLEWARE = 'our middleware, static body';
const EXPRESS = 'static body, Express as it comes';
const CEILING = 'static body, past Express';
const FIRST_ATTEMPT = 'Express and Prisma findFirst';
/** Ours comes first: the others' bodies are of the size of its own. */
const CONTESTANTS = [
  [OURS, 'services/api/src/main.ts'],
  [MIDDLEWARE, 'bench/src/api/baselines/own-middleware.ts'],
  [EXPRESS, 'bench/src/api/baselines/static-send.ts'],
  [CEILING, 'bench/src/api/baselines/static-body.ts'],
  [FIRST_ATTEMPT, 'bench/src/api/baselines/find-first.ts'],
] as const;
const RATIOS = [
  [OURS, MIDDLEWARE],
  [OURS, EXPRESS],
  [OURS, CEILING],
  [MIDDLEWARE, CEILING],
  [OURS, FIRST_ATTEMPT],
] as const;
/** More than ours answers in one turn: no task is asked for twice, but by chance. */
const PATHS_OF_A_TURN = 60_000;
/** What is polled. All of these fit into our memory. */
const POLLED_TASKS = 2000;
/** Each measurement is taken in as many parts, by turns, so that whatever else the machine does meets all alike. */
const TURNS = 5;
/** Until the compiler has seen enough: rates still rise in the seconds before. */
const WARM_UP_SECONDS = 5;

export interface ReadsOptions {
  readonly env: Readonly<Record<string, string>>;
  /** The path of a task, any of them. */
  readonly path: () => string;
  /** Of each measurement; a turn takes half as long, or what stood still for the others' turns would not be warm again. */
  readonly seconds: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Reads tasks by id from each contestant as quickly as it goes. All run at the same time, are warmed up alike and measured
 * by turns; a figure is the median of its turns, a ratio that of the ratios within each turn. Prints them.
 */
export async function compareReads(options: ReadsOptions): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const contestants = await startAll(options, stack);
  const any = () => Array.from({ length: PATHS_OF_A_TURN }, options.path);
  const polled = Array.from({ length: POLLED_TASKS }, options.path);
  const loads: readonly ReadLoad[] = [
    { name: '32 connections', connections: 32, paths: any },
    { name: '256 connections', connections: 256, paths: any },
    { name: `256, ${round(POLLED_TASKS)} tasks polled`, connections: 256, paths: () => polled },
  ];
  const measured: Measured[] = [];
  for (const load of loads) measured.push(await measureTurns(options, contestants, load));
  const line = (name: string, cells: readonly string[]) =>
    print(`${name.padEnd(54)} ${cells.map((cell) => cell.padEnd(26)).join(' ')}`);
  const row = (name: string, cell: (turns: Measured) => string) => line(name, measured.map(cell));
  line(
    '  GET by id',
    loads.map(({ name }) => name),
  );
  for (const [name] of CONTESTANTS) row(name, (turns) => shownAs(turns.get(name) ?? []));
  for (const [own, other] of RATIOS) row(`  ${own} ÷ ${other}`, (turns) => ratioOf(turns, own, other));
}

/** The figures of each turn, by contestant. */
type Measured = ReadonlyMap<string, readonly Figures[]>;

interface ReadLoad {
  readonly name: string;
  readonly connections: number;
  /** Made for each turn. */
  readonly paths: () => readonly string[];
}

async function startAll({ env, path, headers }: ReadsOptions, stack: AsyncDisposableStack) {
  const contestants = new Map<string, Contestant>();
  let bodyBytes = 0;
  for (const [name, script] of CONTESTANTS) {
    const contestant = stack.use(await startContestant(script, { ...env, BODY_BYTES: String(bodyBytes) }));
    contestants.set(name, contestant);
    const answer = await fetch(`${contestant.url}${path()}`, { headers });
    const { length } = await answer.text();
    if (name === OURS) bodyBytes = length;
    say(`${name}: answers of ${length} bytes`);
  }
  return contestants;
}

async function measureTurns(
  { headers, seconds }: ReadsOptions,
  contestants: ReadonlyMap<string, Contestant>,
  { connections, paths }: ReadLoad,
): Promise<Measured> {
  const load = (url: string, length: number) =>
    closedLoad({ url, paths: paths(), connections, seconds: length, headers });
  for (const { url } of contestants.values()) await load(url, WARM_UP_SECONDS);
  const measured = new Map([...contestants.keys()].map((name) => [name, [] as Figures[]]));
  for (let turn = 0; turn < TURNS; turn += 1) {
    for (const [name, { url }] of contestants) {
      measured.get(name)?.push(await load(url, seconds / 2));
    }
  }
  return measured;
}

/** Turn by turn, since what slows one turn slows its neighbours too. */
function ratioOf(turns: Measured, own: string, other: string): string {
  const others = turns.get(other) ?? [];
  const ratios = (turns.get(own) ?? []).map(
    ({ perSecond }, turn) => perSecond / (others[turn]?.perSecond ?? Number.NaN),
  );
  return `${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

function shownAs(turns: readonly Figures[]): string {
  const failures = turns.reduce((sum, each) => sum + each.failures, 0);
  const perSecond = round(median(turns.map((each) => each.perSecond)));
  const p99 = median(turns.map(({ p99Ms }) => p99Ms));
  return `${perSecond}/s, p99 ${p99} ms${failures > 0 ? `, ${failures} failed` : ''}`;
}

/** The number of turns is odd. */
const median = (values: readonly number[]) => percentile(values, 0.5);
