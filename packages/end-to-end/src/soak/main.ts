import { join, resolve } from 'node:path';
import { MissingPrerequisite } from '@taskfold/local-servers';
import { createTerminal, listenToInterrupts, messageOf, printError } from '@taskfold/runtime';
import { parseSoakOptions, USAGE } from './options.ts';
import { describeResult } from './report/describe-result.ts';
import { writeLogs } from './report/write-logs.ts';
import { writeReport } from './report/write-report.ts';
import { runSoak } from './run-soak.ts';

const FOUND = 1;
const COULD_NOT_RUN = 2;
const INTERRUPTED = 130;

const terminal = createTerminal(process.stdout, process.env);
// The reader of our output may have gone (`npm run soak | head`); that must not keep us from stopping everything.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

async function run(): Promise<number> {
  const options = parseSoakOptions(process.argv.slice(2));
  if (options === null) {
    terminal.line(USAGE.trimEnd());
    return 0;
  }
  const cut = new AbortController();
  listenToInterrupts(
    {
      onStop(reason) {
        terminal.line(terminal.style.warn(`Ending with a report of what has been so far (${reason}).`));
        cut.abort();
      },
      // What was started ends with this process.
      onForce: () => process.exit(INTERRUPTED),
    },
    process.env,
  );
  const folder = resolve(process.env.INIT_CWD ?? process.cwd(), options.report);
  terminal.line(
    `Seed ${options.seed}, ${options.minutes} min at ${options.rate} events/s; the report goes to ${folder}`,
  );
  const say = (text: string) => terminal.line(terminal.style.faint(`  ${text}`));
  await using logs = await writeLogs(join(folder, 'logs'));
  const result = await runSoak(options, { say, onLine: logs.write, cut: cut.signal });
  await writeReport(folder, result);
  const isClean = result.findings.total() === 0;
  for (const line of describeResult(result)) terminal.line(line);
  terminal.line(
    isClean
      ? terminal.style.good('Nothing was lost, doubled, wrong or late.')
      : terminal.style.bad('The report is not clean.'),
  );
  terminal.line(`${folder}/report.md`);
  return isClean ? 0 : FOUND;
}

/** What an error says, where it is about the command line or this machine and not about the program. */
function sentenceOf(error: unknown): string | null {
  if (error instanceof MissingPrerequisite) return error.message;
  if (!(error instanceof Error)) return null;
  const isAboutOptions =
    error.message.startsWith('--') || ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'));
  return isAboutOptions ? `${error.message}\nnpm run soak -- --help lists the options.` : null;
}

try {
  process.exitCode = await run();
} catch (error) {
  const text =
    sentenceOf(error) ?? (error instanceof Error ? (error.stack ?? messageOf(error)) : String(error));
  printError(`${text}\n`);
  process.exitCode = COULD_NOT_RUN;
}
