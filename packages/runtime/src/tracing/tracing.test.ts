import { describe, expect, test } from 'vitest';
import { createLogger } from '../logger/create-logger.ts';
import { recordingTracing } from '../testing/recording-tracing.ts';
import { startTracing } from './start-tracing.ts';
import { isTraceparent } from './traceparent.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = `00-${TRACE}-b7ad6b7169203331-01`;
const START = { kind: 'server', attributes: { 'http.request.method': 'GET' } } as const;

describe('a span', () => {
  test('belongs to the trace of its parent, and names itself to whoever comes after', () => {
    const { tracing, spans } = recordingTracing();
    const span = tracing.begin('GET', { ...START, parent: PARENT, parentState: 'vendor=1' });
    span.end({ name: 'GET /v1/tasks', attributes: { 'http.response.status_code': 200 } });
    const [ended] = spans();
    expect(span.traceId).toBe(TRACE);
    expect(span.traceparent).toBe(`00-${TRACE}-${ended?.spanContext().spanId}-01`);
    expect(ended).toMatchObject({
      name: 'GET /v1/tasks',
      parentSpanContext: { spanId: 'b7ad6b7169203331', isRemote: true },
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200 },
      status: { code: 0 },
    });
    expect(ended?.spanContext().traceState?.serialize()).toBe('vendor=1');
  });

  test('begins a trace where the parent cannot be read, and says what failed', () => {
    const { tracing, spans } = recordingTracing();
    tracing.begin('GET', { ...START, parent: 'nonsense' }).end({ attributes: {}, error: 'timeout' });
    expect(spans()[0]?.parentSpanContext).toBeUndefined();
    expect(spans()[0]).toMatchObject({ attributes: { 'error.type': 'timeout' }, status: { code: 2 } });
  });

  test('links to other traces, as far as they can be read', () => {
    const { tracing, spans } = recordingTracing();
    const span = tracing.begin('fold chunk', { ...START, kind: 'consumer' });
    span.link([PARENT, 'nonsense']);
    span.end({ attributes: {} });
    expect(spans()[0]?.links.map(({ context }) => context.traceId)).toEqual([TRACE]);
  });

  test.each([
    [{ OTEL_TRACES_SAMPLER: 'always_off' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, 1],
    [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0' }, 0],
    [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '1' }, 2],
    [{ OTEL_TRACES_SAMPLER: '' }, 2],
  ])('is kept or not by %j', (env, kept) => {
    const { tracing, spans } = recordingTracing(env);
    const all = [tracing.begin('with parent', { ...START, parent: PARENT }), tracing.begin('root', START)];
    for (const span of all) span.end({ attributes: {} });
    expect(spans()).toHaveLength(kept);
    expect(all.filter(({ traceparent }) => traceparent !== null)).toHaveLength(kept);
  });

  test('a sampler that does not exist is refused', () => {
    expect(() => recordingTracing({ OTEL_TRACES_SAMPLER: 'some' })).toThrow('OTEL_TRACES_SAMPLER must be');
    expect(() =>
      recordingTracing({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' }),
    ).toThrow('OTEL_TRACES_SAMPLER_ARG must be');
  });

  test('tells whose it is by the environment', () => {
    const resourceOf = (env: Readonly<Record<string, string>>) => {
      const { tracing, spans } = recordingTracing(env);
      tracing.begin('x', START).end({ attributes: {} });
      return spans()[0]?.resource.attributes;
    };
    expect(resourceOf({})).toMatchObject({ 'service.name': 'test' });
    expect(
      resourceOf({ OTEL_SERVICE_NAME: 'tasks', OTEL_RESOURCE_ATTRIBUTES: 'service.name=x,zone=a' }),
    ).toMatchObject({ 'service.name': 'tasks', zone: 'a' });
  });
});

describe('startTracing', () => {
  const logger = createLogger({ service: 'test', level: 'silent' });

  test.each([
    {},
    { OTEL_EXPORTER_OTLP_ENDPOINT: '' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:1', OTEL_SDK_DISABLED: 'true' },
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://localhost:1', OTEL_TRACES_EXPORTER: 'none' },
  ])('is off with %j', async (env) => {
    expect(await startTracing({ service: 'test', env, logger })).toBeNull();
  });
});

test.each([
  [PARENT, true],
  [`00-${'0'.repeat(32)}-b7ad6b7169203331-01`, false],
  [`${PARENT}-more`, false],
  ['', false],
  [undefined, false],
])('isTraceparent(%j) is %s', (text, expected) => {
  expect(isTraceparent(text)).toBe(expected);
});
