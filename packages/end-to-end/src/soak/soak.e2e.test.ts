import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { ROOT } from '../harness/root.ts';
import type { FindingKind } from './findings.ts';

interface Report {
  readonly is_clean: boolean;
  readonly found: Readonly<Record<FindingKind, number>>;
  readonly found_by: readonly ({ readonly where: string } & Readonly<Record<FindingKind, number>>)[];
  readonly counts: Readonly<Record<string, number>>;
}

test('a short soak finds that processors count usage twice, and nothing else, with exit code 1', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-soak-report-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  // Of 50 tasks about one is sabotaged: with this seed some are, and a processor or both are killed meanwhile.
  const options = ['--minutes', '0.2', '--rate', '100', '--brokers', '1', '--kill-every', '6', '--seed', '2'];
  // On a machine that does other things as well, what is late says little.
  const patience = ['--late-after', '60', '--late-at-most', '120'];
  const soak = spawn(
    process.execPath,
    [
      'packages/end-to-end/src/soak/main.ts',
      ...options,
      ...patience,
      '--sabotage=double',
      '--report',
      folder,
    ],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  onTestFinished(() => void soak.kill('SIGKILL'));
  const exited = new Promise<number | null>((resolve) => soak.once('exit', resolve));
  const [said, complained, code] = await Promise.all([text(soak.stdout), text(soak.stderr), exited]);
  expect(code, said + complained).toBe(1);

  const report: Report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  const foundBy = new Map(report.found_by.map(({ where, ...kinds }) => [where, kinds]));
  expect(report.is_clean).toBe(false);
  expect(report.found).toMatchObject({ lost: 0, late: 0 });
  expect(foundBy.get('answers')?.doubled).toBeGreaterThan(0);
  expect(foundBy.get('projection verify')?.wrong).toBe(1);
  // The log, the callbacks and whatever else is not of the processors' making is right.
  const touched = ['answers', 'projection verify', 'states', 'timeline', 'updates'];
  expect([...foundBy.keys()].filter((where) => !touched.includes(where))).toEqual([]);
  expect(report.counts.faults).toBeGreaterThan(0);
  expect(report.counts['callbacks received']).toBeGreaterThan(0);
  expect(await readFile(join(folder, 'soak.svg'), 'utf8')).toMatch(/^<svg/);
  expect(await readFile(join(folder, 'report.md'), 'utf8')).toContain('Not clean');
});
