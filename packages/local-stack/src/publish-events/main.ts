import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { MAX_EVENT_BYTES, TOPICS } from '@taskfold/contract';
import { createKafkaClient, kafkaConnection, type LogProducer } from '@taskfold/kafka';
import { readLocalFile, statePaths, takeFromStack } from '@taskfold/local-state';
import {
  ConfigError,
  createLogger,
  listenToInterrupts,
  loadConfig,
  messageOf,
  print,
  printError,
  readLines,
} from '@taskfold/runtime';
import { kafkaConfigSchema } from '../kafka-config.ts';
import { PUBLISH_HELP, type PublishOptions, parsePublishArguments } from './options.ts';
import { type Progress, showProgress, summary } from './progress.ts';
import { type PublishCounts, publishLines } from './publish-lines.ts';
import { spool } from './spool.ts';

const CHUNK_BYTES = 512 * 1024;
const INTERRUPTED_CODE = 130;

const stopping = new AbortController();
const { signal } = stopping;

interface Target {
  readonly connection: ReturnType<typeof kafkaConnection>;
  readonly topic: string;
}

async function findTarget(options: PublishOptions): Promise<Target | undefined> {
  const local = await readLocalFile(statePaths(process.env).localFile);
  const given = {
    ...process.env,
    ...(options.brokers ? { KAFKA_BROKERS: options.brokers } : {}),
    ...(options.topic ? { TOPIC_EVENTS: options.topic } : {}),
  };
  const { variables, notice } = takeFromStack(given, local, ['kafka']);
  if (notice !== null) printError(notice);
  const env = { ...given, ...variables };
  const { KAFKA_BROKERS, ...config } = loadConfig(kafkaConfigSchema, env);
  if (KAFKA_BROKERS === undefined) return undefined;
  return {
    connection: kafkaConnection({ ...config, KAFKA_BROKERS }, 'taskfold-publish-events'),
    topic: env.TOPIC_EVENTS || TOPICS.events.name,
  };
}

interface Pass {
  readonly producer: LogProducer | undefined;
  readonly topic: string;
  readonly counts: PublishCounts;
  readonly progress: Progress;
}

async function pass(stream: Readable, { producer, topic, counts, progress }: Pass): Promise<void> {
  // A read that waits for more, such as of a terminal, has to end with the stop.
  const end = () => stream.destroy();
  signal.addEventListener('abort', end, { once: true });
  try {
    await publishLines({
      lines: readLines(stream, MAX_EVENT_BYTES),
      producer,
      topic,
      counts,
      onBad: (line, problems) => progress.line(`line ${line}: ${problems.join(' ')}`),
      signal,
    });
  } finally {
    signal.removeEventListener('abort', end);
  }
}

const openFile = (path: string) => createReadStream(path, { highWaterMark: CHUNK_BYTES });

/** @returns what keeps it from being read, as a sentence */
async function problemWith(file: string): Promise<string | undefined> {
  try {
    const found = await stat(file);
    await access(file, constants.R_OK);
    return found.isDirectory() ? `${file} is a folder.` : undefined;
  } catch (error) {
    return `The file cannot be read: ${messageOf(error)}`;
  }
}

/** @param file standard input when there is none */
async function publishAll(file: string | undefined, strict: boolean, work: Pass): Promise<void> {
  if (!strict) return await pass(file === undefined ? process.stdin : openFile(file), work);

  const spooled = file === undefined ? await spool(process.stdin, signal) : undefined;
  try {
    const path = file ?? spooled?.path ?? '';
    const checked = { published: 0, bad: 0, line: 0 };
    await pass(openFile(path), { ...work, producer: undefined, counts: checked });
    work.counts.bad = checked.bad;
    if (checked.bad === 0) await pass(openFile(path), work);
  } finally {
    await spooled?.remove();
  }
}

async function publish(options: PublishOptions): Promise<number> {
  const target = await findTarget(options);
  if (target === undefined) {
    printError('No Kafka is known: run npm start first, or give --brokers or KAFKA_BROKERS.\n');
    return 1;
  }
  const { connection, topic } = target;
  const file = options.file === '-' ? undefined : resolve(process.env.INIT_CWD ?? '.', options.file);
  const problem = file === undefined ? undefined : await problemWith(file);
  if (problem !== undefined) {
    printError(`${problem}\n`);
    return 1;
  }
  const logger = createLogger({ service: 'publish-events', level: 'silent' });
  const client = createKafkaClient({ ...connection, logger });
  const counts = { published: 0, bad: 0, line: 0 };
  const started = performance.now();
  const progress = showProgress(process.stderr, counts);
  let failure: unknown;
  try {
    await client.requireConnection();
    await publishAll(file, options.strict, { producer: client.producer(), topic, counts, progress });
  } catch (error) {
    failure = error;
  }
  progress.stop();
  await client.close().catch(() => {});
  printError(`${summary(counts, performance.now() - started)}\n`);
  if (signal.aborted) {
    printError(`Stopped; the events up to line ${counts.line} are published.\n`);
    return INTERRUPTED_CODE;
  }
  if (failure !== undefined) {
    printError(`Not everything was published (up to line ${counts.line}): ${messageOf(failure)}\n`);
  }
  return failure !== undefined || counts.bad > 0 ? 1 : 0;
}

async function main(): Promise<number> {
  const command = parsePublishArguments(process.argv.slice(2));
  if (command.kind === 'help') {
    print(PUBLISH_HELP);
    return 0;
  }
  if (command.kind === 'invalid') {
    printError(`${command.problem}\n\n${PUBLISH_HELP}`);
    return 2;
  }
  listenToInterrupts(
    {
      onStop: (reason) => stopping.abort(new Error(`stopped by ${reason}`)),
      onForce: () => process.exit(INTERRUPTED_CODE),
    },
    process.env,
  );
  try {
    return await publish(command.options);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printError(`${error.message}\n`);
    return 2;
  }
}

process.exit(await main());
