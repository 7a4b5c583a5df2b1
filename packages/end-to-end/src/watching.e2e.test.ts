import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ALL_DASHBOARDS,
  type RunningPrometheus,
  rulesFile,
  startPrometheus,
  withRange,
} from '@taskfold/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer, type ForeignProducer } from './clients/platformatic.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { wholeLife } from './histories/whole-life.ts';

let system: System;
let api: RunningService;
let processor: RunningService;
let producer: ForeignProducer;
let prometheus: RunningPrometheus;
let folder: string;
let asking: NodeJS.Timeout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'taskfold-watching-'));
  system = await startSystem();
  [api, processor] = await Promise.all([
    // A replica that is none is not read from.
    system.startApi({ OPERATOR_TOKEN: 'token-of-the-operators', DATABASE_REPLICA_URL: system.databaseUrl }),
    system.startProcessor({ NEEDS_INTERVAL_SECONDS: '1' }),
  ]);
  const targets = [api, processor].map(({ adminUrl }) => new URL(adminUrl).host);
  // As they are, but for how long they wait.
  const rules = rulesFile().replace(/ for: \d+\w/g, ' for: 1s');
  prometheus = await startPrometheus({ dataDir: join(folder, 'prometheus'), targets, rules });
  producer = createPlatformaticProducer(system.kafka, system.topic);
  const key = await system.createKey('acme');
  let count = 0;
  asking = setInterval(() => {
    count += 1;
    const headers = { authorization: `Bearer ${key}` };
    void fetch(`${api.url}/v1/tasks/life_${count - 1}`, { headers }).catch(() => {});
    void fetch(`${api.url}/v1/tasks/nobody`, { headers }).catch(() => {});
    void producer.send(wholeLife('acme', `life_${count}`).map(structured)).catch(() => {});
  }, 500);
});
afterAll(async () => {
  clearInterval(asking);
  await prometheus?.stop();
  await producer?.close();
  await system?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('every panel of every dashboard shows something of a system that runs', {
  timeout: 120_000,
}, async () => {
  const queries = ALL_DASHBOARDS.flatMap(({ title, rows }) =>
    rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.queries.map(({ expr, isMostlyEmpty = false }) => ({
          where: `${title}, ${panel.title}`,
          expr: withRange(expr, '1m'),
          isMostlyEmpty,
        })),
      ),
    ),
  );
  const empty = async () => {
    const answers = await Promise.all(
      queries.map(async ({ where, expr, isMostlyEmpty }) => ({
        where: `${where}: ${expr}`,
        // Also what is mostly empty is asked, for Prometheus must understand it.
        isMissing: (await prometheus.query(expr)).length === 0 && !isMostlyEmpty,
      })),
    );
    return answers.filter(({ isMissing }) => isMissing).map(({ where }) => where);
  };
  await expect.poll(empty, { timeout: 90_000, interval: 1000 }).toEqual([]);
});

test('alarms go off for what they are for, and for nothing else', { timeout: 180_000 }, async () => {
  expect(await prometheus.ruleErrors()).toEqual([]);
  // The callbacks go to a host that is not there.
  const usual = ['TaskfoldCallbacksLate', 'TaskfoldReplicaUnused'];
  await expect.poll(() => prometheus.firing(), { timeout: 60_000, interval: 1000 }).toEqual(usual);

  for (let tried = 0; tried < 25; tried++) {
    await fetch(`${api.adminUrl}/operator/halts`, { headers: { authorization: 'Bearer wrong' } });
  }
  await producer.send([{ key: 'poison', value: 'no JSON', headers: {} }]);
  const told = [...usual, 'TaskfoldDeadLetters', 'TaskfoldWrongOperatorTokens'].toSorted();
  await expect.poll(() => prometheus.firing(), { timeout: 60_000, interval: 1000 }).toEqual(told);

  await processor.kill();
  const alone = [
    'TaskfoldNeedsNotCounted',
    'TaskfoldNoProcessor',
    'TaskfoldPartitionUnowned',
    'TaskfoldRelayLeader',
  ];
  await expect
    .poll(async () => (await prometheus.firing()).filter((name) => alone.includes(name)), {
      timeout: 60_000,
      interval: 1000,
    })
    .toEqual(alone);
});
