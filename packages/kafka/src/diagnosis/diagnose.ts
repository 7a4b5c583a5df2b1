import { abortable } from '@taskfold/runtime';
import { type Address, away, type KafkaFault, printAddress } from './fault.ts';
import { type Probed, type ProbeOptions, probe } from './probe.ts';

export interface DiagnoseOptions extends Omit<ProbeOptions, 'timeoutMs'> {
  /** `host:port`. */
  readonly brokers: readonly string[];
}

/** For each step to a broker. */
const STEP_MS = 2500;
/** For everything: a person waits for it. */
const WHOLE_MS = 7000;
/** Of a large cluster a few are enough. */
const MAX_BROKERS = 6;

/**
 * Goes the whole way to the brokers that the client begins with and to those that these name, at the same time.
 *
 * @returns why none of them can be used, or null where one of each can. Never rejects.
 */
export async function diagnose({ brokers, ...rest }: DiagnoseOptions): Promise<KafkaFault | null> {
  const options = { ...rest, timeoutMs: STEP_MS };
  const late = AbortSignal.timeout(WHOLE_MS);
  try {
    return await abortable(look(brokers.slice(0, MAX_BROKERS).map(toAddress), options), late);
  } catch {
    return away(
      `Kafka at ${brokers.join(', ')} does not answer within ${WHOLE_MS / 1000} s: it is away or overloaded, or KAFKA_BROKERS is wrong.`,
    );
  }
}

async function look(brokers: readonly Address[], options: ProbeOptions): Promise<KafkaFault | null> {
  const seeds = await firstGood(brokers, 'KAFKA_BROKERS', options);
  if ('fault' in seeds) return seeds.fault;
  const known = new Set(brokers.map(printAddress));
  if (seeds.brokers.some((broker) => known.has(printAddress(broker)))) return null;
  const named = await firstGood(seeds.brokers.slice(0, MAX_BROKERS), "Kafka's advertised.listeners", options);
  return 'fault' in named ? named.fault : null;
}

/** @returns what the first broker that can be used says, or else the fault that tells most */
function firstGood(brokers: readonly Address[], named: string, options: ProbeOptions): Promise<Probed> {
  return new Promise((resolve) => {
    const faults: KafkaFault[] = [];
    for (const broker of brokers) {
      void probe(broker, named, options).then((probed) => {
        if (!('fault' in probed)) return resolve(probed);
        faults.push(probed.fault);
        if (faults.length < brokers.length) return;
        resolve({ fault: faults.find(({ kind }) => kind === 'refused') ?? probed.fault });
      });
    }
    if (brokers.length === 0) resolve({ brokers: [] });
  });
}

function toAddress(broker: string): Address {
  const [host = '', port = ''] = broker.split(':');
  return { host, port: Number(port) };
}
