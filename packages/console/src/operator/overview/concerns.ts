import { durationText, localTime } from '../../time/format.ts';
import type { CallbackSums, ListedRebuild, Partition, Relay } from '../ask/operations.ts';
import { backlogVerdict } from '../callbacks/backlog-verdict.ts';
import { type Command, type Concern, partitionsNamed } from './concern.ts';
import { HALT_ADVICE } from './halt-advice.ts';
import { progressText } from './progress-text.ts';
import { type Rates, secondsToCatchUp } from './rates.ts';
import { slowChunks } from './slow-chunks.ts';

export interface Standing {
  readonly partitions: readonly Partition[];
  readonly relays: readonly Relay[];
  readonly rebuilds: readonly ListedRebuild[];
  /** Null before it is known. */
  readonly callbacks: CallbackSums | null;
  /** Why the API process does not reach the broker; null where it does, or where that is not known. */
  readonly brokerFault: string | null;
  /** By the clock of the API, in milliseconds since 1970. */
  readonly serverTime: number;
  readonly ratesOf: (partition: number) => Rates | null;
}

/** Processors note where they stand every second. Changing hands takes a few. */
const NOTE_IS_OLD_MS = 8000;
const BEHIND_SECONDS = 5;
const TRANSACTION_IS_LONG_SECONDS = 10;

const START_PROCESSOR: readonly Command[] = [
  { says: 'In containers', line: 'docker compose up -d --force-recreate processor' },
  { says: 'In Kubernetes', line: 'kubectl rollout restart deployment/taskfold-processor' },
];
const DOCTOR: Command = { says: 'What else is wrong', line: 'npx taskfold doctor' };
const RESTART: readonly Command[] = [...START_PROCESSOR, DOCTOR];

/** Milliseconds since a processor noted where a partition stands; null where none ever did. */
export function noteAge({ noted_at: notedAt }: Partition, serverTime: number): number | null {
  return notedAt === null ? null : Math.max(0, serverTime - Date.parse(notedAt));
}

/** Whether a processor reads it, as far as its notes tell. */
export function isRead(partition: Partition, serverTime: number): boolean {
  const age = noteAge(partition, serverTime);
  return age !== null && age <= NOTE_IS_OLD_MS;
}

/** Whether nobody is there at all: the first concern says how to mend it, and what follows from it says it no more. */
function isAlone({ partitions, serverTime }: Standing): boolean {
  return !partitions.some((partition) => isRead(partition, serverTime));
}

/** Why nothing moves, or what is about to stand still, the gravest first; nothing where all is well. */
export function concernsOf(standing: Standing): readonly Concern[] {
  return [
    ...brokerAway(standing),
    ...unread(standing),
    ...halts(standing),
    ...slowChunks(standing.partitions),
    ...transactions(standing),
    ...behind(standing),
    ...silentRelays(standing),
    ...lateCallbacks(standing),
    ...rebuilding(standing),
  ];
}

function brokerAway({ brokerFault }: Standing): Concern[] {
  if (brokerFault === null) return [];
  return [
    {
      id: 'broker',
      tone: 'failed',
      title: 'The broker cannot be reached',
      says: [
        `The API says of Kafka: ${brokerFault}`,
        'While it is away nothing is folded, and no event, update or redrive gets into the log. Tasks are answered as they are. Nothing is lost: all goes on by itself when it is back.',
      ],
      commands: [{ says: 'What is wrong with it', line: 'npx taskfold doctor --only kafka' }],
    },
  ];
}

function unread({ partitions, brokerFault, serverTime }: Standing): Concern[] {
  const without = partitions.filter((partition) => !isRead(partition, serverTime));
  if (partitions.length === 0) {
    return [
      {
        id: 'nothing',
        tone: 'failed',
        title: 'No processor has ever run',
        says: [
          'Nothing of the log was folded, and nobody has said how far it goes. Start a processor, and look at its log.',
        ],
        commands: RESTART,
      },
    ];
  }
  if (without.length === 0) return [];
  const ages = without.flatMap((each) => noteAge(each, serverTime) ?? []);
  const since = ages.length === 0 ? '' : ` for ${durationText(Math.min(...ages))}`;
  const waiting = without.reduce((sum, { lag_records: records }) => sum + (records ?? 0), 0);
  const waits =
    waiting === 0
      ? 'Nothing waits yet.'
      : `${count(waiting, 'record')} ${waiting === 1 ? 'waits' : 'wait'} to be folded.`;
  const all = without.length === partitions.length;
  return [
    {
      id: 'unread',
      tone: 'failed',
      title: all ? 'No processor is at work' : `Nobody reads ${partitionsNamed(without)}`,
      says: [
        `${all ? 'No processor has' : 'Nobody has'} noted where ${all ? 'any partition stands' : 'they stand'}${since}; one that runs, and reaches broker and database, does so every second. ${waits}`,
        all
          ? `${brokerFault === null ? 'Either none runs, or its own /readyz, on its admin port 9091, says what it does not reach. ' : 'One that runs waits for the broker. '}It goes on where it was, and nothing is lost. Tasks are answered as they were then.`
          : 'A processor that ends hands its partitions on within seconds. If this stays, one hangs, or is out of memory or of the group.',
      ],
      commands: brokerFault === null ? RESTART : [],
    },
  ];
}

function halts(standing: Standing): Concern[] {
  return standing.partitions.flatMap(({ topic, partition, next_offset: nextOffset, halt }): Concern[] => {
    if (halt === null) return [];
    const advice = HALT_ADVICE[halt.reason];
    return [
      {
        id: `halt-${partition}`,
        tone: 'failed',
        title: `Partition ${partition} of ${topic} stands still: ${halt.reason}`,
        says: [
          ...(advice === undefined ? [] : [advice.means]),
          `Its processor says: ${halt.message}`,
          `It stands before offset ${nextOffset ?? 0}, since ${localTime(halt.halted_at, standing.serverTime)}. The others are not held up by it.`,
          ...(advice === undefined ? [] : [advice.next]),
          'When the cause is mended, restart the processor: it goes on where the checkpoint stands.',
        ],
        commands: isAlone(standing) ? [] : RESTART,
      },
    ];
  });
}

function transactions({ partitions }: Standing): Concern[] {
  return partitions.flatMap(({ topic, partition, open_transaction_seconds: seconds }) =>
    seconds === null || seconds < TRANSACTION_IS_LONG_SECONDS
      ? []
      : [
          {
            id: `transaction-${partition}`,
            tone: 'canceled',
            title: `A producer has held up partition ${partition} for ${durationText(seconds * 1000)}`,
            says: [
              'It has not ended a transaction, and what lies behind that may not be read. Let the producer end it; else Kafka does, after its transaction.timeout.ms.',
            ],
            commands: [
              {
                says: 'Names the producer',
                line: `kafka-transactions.sh --bootstrap-server … find-hanging --topic ${topic}`,
              },
            ],
          },
        ],
  );
}

function behind({ partitions, serverTime, ratesOf }: Standing): Concern[] {
  const late = partitions.filter(
    (partition) =>
      partition.halt === null &&
      isRead(partition, serverTime) &&
      (partition.lag_records ?? 0) > 0 &&
      (partition.lag_seconds ?? 0) >= BEHIND_SECONDS,
  );
  return late.map(({ partition, lag_records: records, lag_seconds: seconds }): Concern => {
    const rates = ratesOf(partition);
    return {
      id: `behind-${partition}`,
      tone: 'canceled',
      title: `Partition ${partition} is ${durationText((seconds ?? 0) * 1000)} behind`,
      says: [
        `${count(records ?? 0, 'record')} ${records === 1 ? 'waits' : 'wait'} to be folded. ${prospect(records ?? 0, rates)}`,
      ],
      commands: [],
    };
  });
}

function prospect(waiting: number, rates: Rates | null): string {
  if (rates === null) return 'How fast it goes will be seen in a few seconds.';
  const speed = `${perSecond(rates.folded)} are folded${rates.arrived === null ? '' : `, ${perSecond(rates.arrived)} come in`}.`;
  const seconds = secondsToCatchUp(waiting, rates);
  if (seconds !== null) return `${speed} At that it has caught up in about ${durationText(seconds * 1000)}.`;
  if (rates.folded === 0)
    return `${speed} It gets nowhere: look at the log of the processor, and at whether the database answers.`;
  return `${speed} It does not catch up at that: add a processor, at most one for each partition, or look for what slows the database.`;
}

function silentRelays(standing: Standing): Concern[] {
  return standing.relays.flatMap(
    ({ topic, lease, lag_changes: changes, lag_seconds: seconds }): Concern[] => {
      if (lease?.held !== true) {
        return [
          {
            id: `relay-${topic}`,
            tone: 'failed',
            title: `Nobody publishes to ${topic}`,
            says: [
              `No processor holds the lease of the relay. ${changes === 0 ? 'Nothing waits to be published.' : `${count(changes, 'change')} ${changes === 1 ? 'waits' : 'wait'} to be published, the oldest for ${durationText(seconds * 1000)}.`} Whoever takes the role goes on where it was.`,
            ],
            commands: isAlone(standing) ? [] : RESTART,
          },
        ];
      }
      if (seconds < BEHIND_SECONDS || changes === 0) return [];
      return [
        {
          id: `relay-${topic}`,
          tone: 'canceled',
          title: `Updates of ${topic} are ${durationText(seconds * 1000)} late`,
          says: [
            `${count(changes, 'change')} ${changes === 1 ? 'waits' : 'wait'} to be published: look at whether the broker takes records.`,
          ],
          commands: [],
        },
      ];
    },
  );
}

function lateCallbacks({ callbacks }: Standing): Concern[] {
  if (callbacks === null) return [];
  const { tone, title, says } = backlogVerdict(callbacks);
  return tone === 'failed' ? [{ id: 'callbacks', tone, title, says: [says], commands: [] }] : [];
}

function rebuilding({ rebuilds }: Standing): Concern[] {
  return rebuilds.flatMap(({ rebuild_id: id, state, progress }): Concern[] => {
    if (state !== 'replaying' && state !== 'ready') return [];
    return [
      {
        id: `rebuild-${id}`,
        tone: 'running',
        title:
          state === 'ready' ? `Rebuild ${id} is ready to be swapped` : `Rebuild ${id} folds the log again`,
        says: [
          state === 'ready'
            ? 'Compare it with the live version first. Until it is swapped or dropped, both are kept up to date.'
            : 'Readers see nothing of it. Whatever runs it may end at any time: the same command goes on.',
          ...(progress === null ? [] : [`Its second version is at ${progressText(progress)}.`]),
        ],
        commands:
          state === 'ready'
            ? [
                { says: 'Compares', line: 'npx taskfold projection compare' },
                { says: 'Makes it live', line: 'npx taskfold projection swap --yes' },
              ]
            : [{ says: 'Goes on, where it was ended', line: 'npx taskfold projection rebuild' }],
      },
    ];
  });
}

function count(many: number, thing: string): string {
  return `${many.toLocaleString('en')} ${many === 1 ? thing : `${thing}s`}`;
}

/** `0.4 a second`, `120 a second`. */
function perSecond(rate: number): string {
  return `${rate.toLocaleString('en', { maximumFractionDigits: rate < 10 ? 1 : 0 })} a second`;
}
