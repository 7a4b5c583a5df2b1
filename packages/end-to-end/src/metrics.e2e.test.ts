import { checkMetrics, metricsOf, SERVICES, type ServiceName } from '@taskfold/observability';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { structured } from './clients/foreign-record.ts';
import { createPlatformaticProducer } from './clients/platformatic.ts';
import type { RunningService } from './harness/service.ts';
import { type System, startSystem } from './harness/system.ts';
import { wholeLife } from './histories/whole-life.ts';

let system: System;
let services: Readonly<Record<ServiceName, RunningService>>;

beforeAll(async () => {
  system = await startSystem();
  const [api, processor] = await Promise.all([
    // A replica that is none is not read from, but shown.
    system.startApi({ OPERATOR_TOKEN: 'token-of-the-operators', DATABASE_REPLICA_URL: system.databaseUrl }),
    system.startProcessor(),
  ]);
  services = { api, processor };
  const producer = createPlatformaticProducer(system.kafka, system.topic);
  await producer.send(['one', 'two'].flatMap((taskId) => wholeLife('acme', taskId)).map(structured));
  await producer.close();
});
afterAll(() => system?.stop());

const read = async (service: ServiceName) =>
  await (await fetch(`${services[service].adminUrl}/metrics`)).text();

test.each(SERVICES)(
  'a running %s shows the metrics that alarms and dashboards are made of, and no others',
  async (service) => {
    const shown = [...(await read(service)).matchAll(/^# TYPE (\w+) (\w+)$/gm)].map(([, name, type]) => [
      name,
      type,
    ]);
    expect(shown.toSorted()).toEqual(metricsOf(service).map(({ name, type }) => [name, type]));
  },
);

test.each(SERVICES)('the linter of Prometheus has nothing against the metrics of the %s', async (service) => {
  expect(await checkMetrics(await read(service))).toEqual([]);
});

test('money that was folded is counted', async () => {
  const charged = async (metric: 'entries' | 'credits') =>
    Number(
      new RegExp(`^taskfold_ledger_${metric}_total\\{kind="charge",.*\\} (.*)$`, 'm').exec(
        await read('processor'),
      )?.[1],
    );
  await expect.poll(() => charged('entries'), { timeout: 30_000 }).toBe(2);
  expect(await charged('credits')).toBeCloseTo(2 * 40.25);
});
