import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startKafka, startKafkaCluster } from '@taskfold/local-servers';

/** Kafka with one broker, or with three of which any one may go away. */
export interface SoakBrokers {
  /** KAFKA_BROKERS. */
  readonly brokers: string;
  /** How many there are. */
  readonly count: number;
  readonly pids: () => readonly number[];
  /**
   * SIGKILL to one, which is started again after so many milliseconds; resolves when it serves clients.
   *
   * @param index of the broker, from 0
   */
  kill(index: number, awayMs: number): Promise<void>;
  /** SIGSTOP to one and, after so many milliseconds, SIGCONT: its connections stay. */
  freeze(index: number, forMs: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startSoakBrokers(
  folder: string,
  count: 1 | 3,
  say: (text: string) => void,
): Promise<SoakBrokers> {
  const options = { dataDir: join(folder, 'kafka'), temporary: true, onProgress: say };
  if (count === 3) {
    const cluster = await startKafkaCluster(options);
    return {
      brokers: cluster.brokers,
      count,
      pids: () => cluster.nodes.map(({ pid }) => pid),
      async kill(index, awayMs) {
        const node = cluster.nodes[index];
        await node?.kill();
        await wait(awayMs);
        await node?.start();
      },
      async freeze(index, forMs) {
        const node = cluster.nodes[index];
        node?.freeze();
        await wait(forMs);
        node?.thaw();
      },
      stop: () => cluster.kill(),
    };
  }
  let kafka = await startKafka(options);
  return {
    brokers: kafka.brokers,
    count,
    pids: () => [kafka.pid],
    async kill(_index, awayMs) {
      const { brokers } = kafka;
      await kafka.kill();
      await wait(awayMs);
      kafka = await startKafka(options);
      if (kafka.brokers !== brokers) throw new Error('Kafka came back on another port');
    },
    async freeze(_index, forMs) {
      const { pid } = kafka;
      process.kill(pid, 'SIGSTOP');
      await wait(forMs);
      process.kill(pid, 'SIGCONT');
    },
    stop: () => kafka.kill(),
  };
}
