import { parseArgs } from 'node:util';
import { createReached } from './reachability.ts';
import { type SimulationResult, simulate } from './simulate.ts';

const USAGE = `Usage: npm run simulate -- [OPTION]...

Runs the processor's own logic in a simulated world that breaks in every way, each seed another one, and checks after each
that nothing was lost, doubled or turned back. Ends with 1 where a rule is broken, or a situation was never met.

  --seeds N        as many seeds, from 1 on (1,000)
  --seed N         this one alone, with all that happens in it
  --trace-lines N  of a seed that breaks a rule, the last N lines (80)
  --help           show this
`;

const OPTIONS = {
  seeds: { type: 'string', default: '1000' },
  seed: { type: 'string' },
  'trace-lines': { type: 'string', default: '80' },
  help: { type: 'boolean', short: 'h' },
} as const;

const out = (line: string) => void process.stdout.write(`${line}\n`);

function report({ seed, violation, trace }: SimulationResult, lines: number): void {
  if (lines > 0) out(`\nThe last of the ${trace.length} lines of seed ${seed}:`);
  for (const line of lines > 0 ? trace.slice(-lines) : []) out(`  ${line}`);
  if (violation === null) out(`\nSeed ${seed} breaks no rule.`);
  else out(`\nSeed ${seed} breaks a rule: ${violation}\nAgain: npm run simulate -- --seed ${seed}`);
}

async function many(count: number, lines: number): Promise<number> {
  const reached = createReached();
  const started = performance.now();
  let steps = 0;
  for (let seed = 1; seed <= count; seed++) {
    const result = await simulate(seed);
    reached.add(result.reached);
    steps += result.steps;
    if (result.violation !== null) {
      report(result, lines);
      return 1;
    }
    const isLast = seed === count;
    if (!isLast && !(process.stdout.isTTY && seed % 100 === 0)) continue;
    const rate = Math.round((1000 * seed) / (performance.now() - started));
    process.stdout.write(`\r${seed} of ${count} seeds, ${rate} a second, ${steps} steps`);
  }
  out('\n');
  for (const [situation, met] of reached.counts) out(`${String(met).padStart(8)}  ${situation}`);
  const missing = reached.missing();
  if (missing.length > 0) out(`\nNever met: ${missing.join(', ')}`);
  return missing.length > 0 ? 1 : 0;
}

async function one(seed: number): Promise<number> {
  const result = await simulate(seed);
  report(result, Number.POSITIVE_INFINITY);
  return result.violation === null ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({ options: OPTIONS });
    const numbers = [values.seeds, values.seed ?? '1', values['trace-lines']];
    if (!numbers.every((text) => /^\d+$/.test(text)))
      throw new Error('--seeds, --seed and --trace-lines are whole numbers.');
    return values;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return null;
  }
}

async function run(): Promise<number> {
  const values = readOptions();
  if (values === null) return 2;
  if (values.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (values.seed !== undefined) return await one(Number(values.seed));
  return await many(Number(values.seeds), Number(values['trace-lines']));
}

process.exitCode = await run();
