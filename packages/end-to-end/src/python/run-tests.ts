import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CLIENT } from './client-folder.ts';
import { reportOf } from './junit-report.ts';

/** Runs pytest, whose words are shown; counts in `TASKFOLD_TEST_REPORT` as the gate reads them. @throws where a test failed */
export async function runTests(
  commands: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-pytest-'));
  const junit = join(folder, 'junit.xml');
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      const child = spawn(join(commands, 'python'), ['-m', 'pytest', `--junit-xml=${junit}`, ...args], {
        cwd: CLIENT,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      child.once('error', reject).once('exit', resolve);
    });
    const report = process.env.TASKFOLD_TEST_REPORT;
    if (report !== undefined)
      await writeFile(report, JSON.stringify(reportOf(await readFile(junit, 'utf8'))));
    if (code !== 0) throw new Error(`pytest ended with ${code}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
