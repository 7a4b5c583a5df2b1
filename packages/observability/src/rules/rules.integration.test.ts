import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ALL_ALARMS } from '../alarms/all-alarms.ts';
import { promtool } from './promtool.ts';
import { rulesFile } from './rule-files.ts';
import { ruleTestsFile } from './rule-tests.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-rules-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('Prometheus takes the rules, also of one namespace alone', async () => {
  const [all, one] = [join(folder, 'rules.yaml'), join(folder, 'rules-of-one.yaml')];
  await writeFile(all, rulesFile());
  await writeFile(one, rulesFile('namespace="tasks"'));
  const { stdout, stderr, exitCode } = await promtool('check', 'rules', all, one);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  expect(stdout).toContain(`SUCCESS: ${ALL_ALARMS.length} rules found`);
});

test('each alarm goes off in the course that it is for, says what it should, and is silent in one that comes close', async () => {
  await writeFile(join(folder, 'rules.yaml'), rulesFile());
  await writeFile(join(folder, 'tests.yaml'), ruleTestsFile('rules.yaml'));
  const { stdout, stderr, exitCode } = await promtool('test', 'rules', join(folder, 'tests.yaml'));
  expect(`${stdout}${stderr}`).toMatch(/SUCCESS\s*$/);
  expect(exitCode).toBe(0);
});

test('a course that is wrong is told of', async () => {
  await writeFile(
    join(folder, 'rules.yaml'),
    rulesFile().replace('taskfold_projection_lag_seconds) > 60', 'taskfold_projection_lag_seconds) > 6000'),
  );
  await writeFile(join(folder, 'tests.yaml'), ruleTestsFile('rules.yaml'));
  const { stdout, stderr, exitCode } = await promtool('test', 'rules', join(folder, 'tests.yaml'));
  expect(exitCode).not.toBe(0);
  expect(`${stdout}${stderr}`).toContain('TaskfoldProjectionLag');
});
