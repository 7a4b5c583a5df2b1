import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createPool } from '@taskfold/database';
import { messageOf, print, printError } from '@taskfold/runtime';
import { runTaskfold } from '../harness/command.ts';
import { eventually } from '../harness/eventually.ts';
import { ROOT } from '../harness/root.ts';
import { type RunningService, startService } from '../harness/service.ts';
import { type System, startSystem } from '../harness/system.ts';
import { fromRevision } from './from-revision.ts';
import { startLoad, TENANT } from './load.ts';
import { oldCode } from './old-code.ts';
import { expectSameAnswers } from './same-answers.ts';

const HELP = `npm run upgrade -- [--from REVISION] [--rate EVENTS] [--seconds N]

Upgrades a running system from an older revision of this repository to the working tree, and goes back, while events keep coming:
the older processors and API alone, migrations of the newer one, both side by side, the newer alone, both, the older alone on the newer
tables. Then every task is read through both APIs and must be answered alike, and verify of both must find nothing.

  --from REVISION  the older one; the newest tag v…, else the commit before the first release
  --rate EVENTS    a second; 300 by default
  --seconds N      of each phase; 6 by default
`;

/** Processes of one release. */
interface Release {
  readonly name: 'older' | 'newer';
  readonly root: string;
  api: RunningService | null;
  readonly processors: RunningService[];
}

const PROCESSORS = 2;
const SETTINGS = { CURSOR_KEY: 'of-the-run-of-both-releases-together' };

/** One after the other, as they are replaced. */
async function start({ root, ...release }: Release, { env }: System): Promise<RunningService> {
  for (let count = 0; count < PROCESSORS; count++) {
    release.processors.push(await startService('processor', { ...env, ...SETTINGS }, root));
  }
  return await startService('api', { ...env, ...SETTINGS }, root);
}

/** As an orchestrator does it. */
async function stop(release: Release): Promise<void> {
  for (const service of [...release.processors, ...(release.api === null ? [] : [release.api])]) {
    const code = await service.stop();
    if (code !== 0) throw new Error(`a process of the ${release.name} release ended with ${code}`);
  }
  release.api = null;
  release.processors.length = 0;
}

async function untilFolded({ databaseUrl }: System, taskIds: readonly string[]): Promise<void> {
  const pool = createPool({ url: databaseUrl, applicationName: 'upgrade', max: 1 });
  try {
    await eventually(
      `${taskIds.length} tasks have ended`,
      async () => {
        const { rows } = await pool.query<{ ended: number }>(
          "SELECT count(*) AS ended FROM tasks WHERE tenant_id = $1 AND status IN ('succeeded', 'canceled') AND charge_count > 0",
          [TENANT],
        );
        return (rows[0]?.ended ?? 0) >= taskIds.length || undefined;
      },
      120_000,
    );
  } finally {
    await pool.end();
  }
}

async function run(from: string | undefined, rate: number, seconds: number): Promise<void> {
  const begun = performance.now();
  const say = (text: string) =>
    print(`${((performance.now() - begun) / 1000).toFixed(1).padStart(6)} s  ${text}\n`);
  const commit = await fromRevision(from);
  say(`code of ${commit.slice(0, 12)}`);
  const older: Release = { name: 'older', root: await oldCode(commit, say), api: null, processors: [] };
  const newer: Release = { name: 'newer', root: ROOT, api: null, processors: [] };
  const system = await startSystem({ root: older.root });
  const load = startLoad(system, rate);
  try {
    const key = await system.createKey(TENANT);
    const phase = async (text: string, change: () => Promise<void>) => {
      say(text);
      await change();
      await wait(seconds * 1000);
    };
    const compare = async () => {
      const settled = load.taskIds.slice(0, -200).filter((_id, index) => index % 7 === 0);
      if (older.api === null || newer.api === null) throw new Error('both APIs must run');
      await expectSameAnswers({ older: older.api.url, newer: newer.api.url, key }, settled);
      say(`  ${settled.length} tasks are answered alike by both`);
    };
    await phase('the older release alone', async () => {
      older.api = await start(older, system);
    });
    await phase('migrations of the newer one, under the older', async () => {
      const applied = JSON.parse(await runTaskfold(['migrate', '--json'], system.env));
      say(`  applied ${applied.applied.length === 0 ? 'nothing' : applied.applied.join(', ')}`);
    });
    await phase('both', async () => {
      newer.api = await start(newer, system);
    });
    await compare();
    await phase('the newer release alone', () => stop(older));
    await phase('back: both', async () => {
      older.api = await start(older, system);
    });
    await compare();
    await phase('the older release alone, on the newer tables', () => stop(newer));
    await load.stop();
    const { taskIds } = load;
    await untilFolded(system, taskIds);
    say(`${taskIds.length} tasks have ended`);
    newer.api = await start(newer, system);
    if (older.api === null || newer.api === null) throw new Error('both APIs must run');
    await expectSameAnswers({ older: older.api.url, newer: newer.api.url, key }, taskIds);
    say('every task is answered alike by both');
    for (const { name, root } of [older, newer]) {
      say(`verify of the ${name}: ${(await runTaskfold(['projection', 'verify'], system.env, root)).trim()}`);
    }
  } finally {
    await load.stop().catch(() => {});
    for (const { api, processors } of [older, newer]) {
      for (const service of [...processors, ...(api ? [api] : [])]) await service.kill();
    }
    await system.stop();
  }
  say('nothing lost, nothing twice, nothing otherwise');
}

const { values } = parseArgs({
  options: {
    from: { type: 'string' },
    rate: { type: 'string', default: '300' },
    seconds: { type: 'string', default: '6' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [rate, seconds] = [Number(values.rate), Number(values.seconds)];
if (values.help === true) print(HELP);
else if (!(rate > 0 && seconds > 0)) {
  printError(`--rate and --seconds must be numbers above 0.\n\n${HELP}`);
  process.exitCode = 2;
} else {
  await run(values.from, rate, seconds).catch((error: unknown) => {
    printError(`${messageOf(error)}\n`);
    process.exitCode = 1;
  });
}
