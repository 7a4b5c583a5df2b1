import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createServiceLog, rotateLog, troubleIn } from './service-log.ts';

async function logFile(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-log-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, 'api.log');
}

test('warnings and errors become sentences, the rest is left to the file', () => {
  expect(troubleIn('{"level":"warn","msg":"the database is away","err":{"message":"refused\\nmore"}}')).toBe(
    'warn: the database is away: refused',
  );
  expect(troubleIn('{"level":"warn","msg":"chunk","result":"fenced"}')).toBe('warn: chunk fenced');
  expect(troubleIn('{"level":"info","msg":"listening"}')).toBeUndefined();
  const hostile = { level: 'warn', msg: 'no\u001b[2J', err: { message: '\u009b\u202e' } };
  expect(troubleIn(JSON.stringify(hostile))).toBe('warn: no\\u001b[2J: \\u009b\\u202e');
  expect(troubleIn('not JSON')).toBeUndefined();
  expect(troubleIn('null')).toBeUndefined();
});

test('lines may come in pieces; a sentence is not repeated at once', async () => {
  const told: string[] = [];
  const log = createServiceLog(await logFile(), (text) => told.push(text));
  const line = '{"level":"error","msg":"no"}\n';
  for (const piece of [line.slice(0, 9), line.slice(9), line]) log.write(piece);
  log.close();
  expect(told).toEqual(['error: no']);
  expect(log.tail()).toHaveLength(2);
});

test('the logs of three runs are kept', async () => {
  const path = await logFile();
  for (const run of ['1', '2', '3', '4', '5']) {
    rotateLog(path);
    await writeFile(path, run);
  }
  const contents = await Promise.all(
    [path, ...[1, 2, 3].map((index) => path.replace('.log', `.${index}.log`))].map((file) =>
      readFile(file, 'utf8'),
    ),
  );
  expect(contents).toEqual(['5', '4', '3', '2']);
  expect(existsSync(path.replace('.log', '.4.log'))).toBe(false);
});
