import { expect, test } from 'vitest';
import { type OtlpReceiver, otlpReceiver } from '../testing/otlp-receiver.ts';
import { createRelayBench } from '../testing/relay-bench.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { lifeOf } from '../testing/workbench.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';
const TRACEPARENT = `00-${TRACE}-${SPAN}-01`;
/** Not to be met in anything that is sent to a collector. */
const SECRET = 'a-secret-task';

const tracedLife = () =>
  lifeOf(SECRET).map((event) => ({ ...event, extensions: { traceparent: TRACEPARENT } }));

function named(receiver: OtlpReceiver, traceparent: unknown) {
  const [, traceId, spanId] = String(traceparent).split('-');
  const found = receiver.spans().find((span) => span.traceId === traceId && span.spanId === spanId);
  if (found === undefined) throw new Error('the span was not sent');
  return found;
}

test('from the update the way leads back over the send and the chunk to the producer', async () => {
  const receiver = await otlpReceiver();
  const bench = await createRelayBench();
  const processor = await runProcessor({
    ...bench.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: `${receiver.url}/`,
    OTEL_SERVICE_NAME: 'tasks',
  });
  await bench.publish(tracedLife());
  await bench.caughtUp();
  await bench.published();
  const newest = (await bench.readUpdates()).at(-1)?.event;
  // What was not sent yet is sent by the stop.
  expect(await processor.stop()).toBe(0);

  const send = named(receiver, newest?.traceparent);
  expect(send).toMatchObject({ name: 'publish updates', kind: 4 });
  const [toChunk] = send.links ?? [];
  const chunk = named(receiver, `00-${toChunk?.traceId}-${toChunk?.spanId}-01`);
  expect(chunk).toMatchObject({ name: 'fold chunk', kind: 5, links: [{ traceId: TRACE, spanId: SPAN }] });
  const lines = processor.lines().filter(({ msg }) => msg === 'chunk');
  expect(lines.map((line) => line.trace_id)).toContain(chunk.traceId);

  expect(receiver.text()).toContain('"tasks"');
  expect(receiver.text()).not.toMatch(new RegExp(`${SECRET}|acme|prompt|example.com`));
});

test('a processor that sends no traces hands the producer’s on', async () => {
  const bench = await createRelayBench();
  const processor = await runProcessor(bench.env);
  await bench.publish(tracedLife());
  await bench.publish(lifeOf('untraced'));
  await bench.caughtUp();
  await bench.published();
  const newest = new Map((await bench.readUpdates()).map(({ event }) => [event.subject, event]));
  expect(newest.get(SECRET)?.traceparent).toBe(TRACEPARENT);
  expect(newest.get('untraced')).not.toHaveProperty('traceparent');
  const [line] = processor.lines().filter(({ msg }) => msg === 'chunk');
  expect(line).not.toHaveProperty('trace_id');
});

test('a collector that is away holds nothing up, neither the work nor the stop', async () => {
  const bench = await createRelayBench();
  const processor = await runProcessor({ ...bench.env, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' });
  await bench.publish(tracedLife());
  await bench.caughtUp();
  await bench.published();
  await bench.expectNewestToBeWhatTheApiAnswers();
  expect(await processor.stop()).toBe(0);
});

test('the figures that /metrics shows are sent as well, the last ones by the stop', async () => {
  const receiver = await otlpReceiver();
  const bench = await createRelayBench();
  const processor = await runProcessor({
    ...bench.env,
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_METRIC_EXPORT_INTERVAL: '200',
  });
  await bench.publish(tracedLife());
  await bench.caughtUp();
  await expect.poll(() => receiver.metrics().length, { timeout: 5000 }).toBeGreaterThan(20);
  expect(await processor.stop()).toBe(0);
  const sent = new Map(receiver.metrics().map((metric) => [metric.name, metric]));
  expect(sent.get('taskfold_events_total')).toMatchObject({ sum: { isMonotonic: true } });
  expect(sent.get('taskfold_partition_lag_records')).toHaveProperty('gauge');
  expect(sent.get('taskfold_chunk_duration_seconds')).toHaveProperty('histogram');
  expect(receiver.text()).not.toMatch(new RegExp(`${SECRET}|acme|prompt|example.com`));
});
