import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { taskEnvelope, taskUpdated } from '@taskfold/contract';
import { javaProperties, platformaticConnection, testKafka } from '@taskfold/kafka/testing';
import { kafkaToolCommand } from '@taskfold/local-servers';
import { expect, test } from 'vitest';
import { createRelayBench } from '../testing/relay-bench.ts';
import { runProcessor } from '../testing/run-processor.ts';
import { lifeOf } from '../testing/workbench.ts';

const TASKS = 10;

/** The newest revision of each task by key, as a consumer that drops what is not above the one it holds. */
function consume(updates: Iterable<{ readonly key: string; readonly value: string }>): Map<string, number> {
  const held = new Map<string, number>();
  for (const { key, value } of updates) {
    const { revision, tenantid, subject, data } = taskUpdated.parse(JSON.parse(value));
    expect(key).toBe(`${tenantid}/${subject}`);
    taskEnvelope.strict().parse(data);
    if (revision > (held.get(key) ?? 0)) held.set(key, revision);
  }
  return held;
}

test("consumers that are not ours read the updates: Java's, and another of Node", async () => {
  const bench = await createRelayBench();
  await runProcessor(bench.env);
  await bench.publish(Array.from({ length: TASKS }, (_none, index) => lifeOf(`task_${index}`)).flat());
  await bench.caughtUp();
  await bench.published();
  const expected = new Map(
    Array.from({ length: TASKS }, (_none, index) => [`acme/task_${index}`, 6] as const),
  );
  const count = (await bench.readUpdates()).length;

  const separator = '\t';
  const tool = await kafkaToolCommand('org.apache.kafka.tools.consumer.ConsoleConsumer', [
    ...[
      '--bootstrap-server',
      testKafka().KAFKA_BROKERS ?? '',
      '--topic',
      bench.updatesTopic,
      '--from-beginning',
    ],
    ...javaProperties().map((property) => `--consumer-property=${property}`),
    ...['--max-messages', String(count), '--timeout-ms', '30000'],
    ...['--property', 'print.key=true', '--property', `key.separator=${separator}`],
  ]);
  const { stdout } = await promisify(execFile)(tool.command, tool.args, { env: tool.env });
  const java = stdout.trimEnd().split('\n');
  expect(java).toHaveLength(count);
  const parsed = java.map((line) => {
    const [key = '', value = ''] = line.split(separator);
    return { key, value };
  });
  expect(consume(parsed)).toEqual(expected);

  const foreign = new Consumer({
    clientId: 'foreign',
    groupId: randomUUID(),
    ...platformaticConnection(),
    deserializers: stringDeserializers,
  });
  const stream = await foreign.consume({ topics: [bench.updatesTopic], mode: 'earliest', autocommit: false });
  const messages: { key: string; value: string }[] = [];
  for await (const { key, value, headers } of stream) {
    expect(headers.get('content-type')).toBe('application/cloudevents+json');
    messages.push({ key, value });
    if (messages.length === count) break;
  }
  await foreign.close(true);
  expect(consume(messages)).toEqual(expected);
});
