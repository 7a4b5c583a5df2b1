import type { Prisma } from '@taskfold/database';
import type { EncodeSystemEvent, LogPosition, OutgoingRecord } from '@taskfold/kafka';
import { CommandFailure } from '../../outcome/command-failure.ts';
import { grouped } from '../../output/numbers.ts';

export interface EraseTasksOptions {
  readonly prisma: Prisma;
  /** The topic of events. */
  readonly topic: string;
  readonly encode: EncodeSystemEvent;
  /** Resolves when the log has them, with where they lie. */
  readonly publish: (records: OutgoingRecord[]) => Promise<LogPosition[]>;
  readonly note: (line: string) => void;
  readonly signal: AbortSignal;
}

const BATCH = 500;
const LOOK_MS = 500;
/** So long nothing was folded: it is said, and asked for again, which a repeat of the same event does no harm. */
const QUIET_MS = 15_000;

/**
 * Publishes an erasure of every task of a tenant that is not erased, and waits until all are folded, also those that come
 * meanwhile.
 *
 * @returns how many it found
 * @throws CommandFailure where the processors refuse what this publishes
 */
export async function eraseTasksOf(tenantId: string, options: EraseTasksOptions): Promise<number> {
  const { prisma, note, signal } = options;
  const { sleep } = await import('@taskfold/runtime');
  const left = () => prisma.task.count({ where: { tenantId, dataRemoved: false } });
  let least = await left();
  if (least === 0) return 0;
  let asked = await askForAll(tenantId, options);
  let movedAt = performance.now();
  for (;;) {
    await sleep(LOOK_MS, signal);
    const now = await left();
    if (now === 0) return asked.count;
    if (await isForged(options, asked.first)) {
      throw new CommandFailure(
        'refused',
        'The processors take these events for forged, and nothing is erased by them: run this with the EVENT_SIGNING_KEYS that the processors have. The dead letters forged_event of this tenant can be discarded.',
      );
    }
    if (now < least) {
      movedAt = performance.now();
      note(`erasing: ${grouped(now)} tasks left`);
    } else if (performance.now() - movedAt > QUIET_MS) {
      note(
        `${grouped(now)} tasks are not erased, and for ${QUIET_MS / 1000} seconds none was: does a processor with the role fold run, do its partitions move (taskfold projection status), and are the producers of the tenant stopped? Asking again; Ctrl-C is safe, the same command goes on.`,
      );
      // Of those that came meanwhile nobody was asked; of the others the event is the same, and folds once.
      const again = await askForAll(tenantId, options);
      asked = { count: Math.max(asked.count, again.count), first: again.first ?? asked.first };
      movedAt = performance.now();
    }
    least = now;
  }
}

/** Whether the processors have refused a record that this published. */
async function isForged(
  { prisma, topic }: EraseTasksOptions,
  position: LogPosition | null,
): Promise<boolean> {
  if (position === null) return false;
  const { partition: kafkaPartition, offset } = position;
  const where = { topic, kafkaPartition, logOffset: BigInt(offset), code: 'forged_event' };
  return (await prisma.deadLetter.count({ where })) > 0;
}

interface Asked {
  readonly count: number;
  /** Where the first of the events lies; null where there was none. */
  readonly first: LogPosition | null;
}

async function askForAll(tenantId: string, options: EraseTasksOptions): Promise<Asked> {
  const { prisma, encode, publish, note, signal } = options;
  const { eraseEvent } = await import('@taskfold/kafka');
  let after = '';
  let count = 0;
  let first: LogPosition | null = null;
  for (;;) {
    signal.throwIfAborted();
    const tasks = await prisma.task.findMany({
      where: { tenantId, dataRemoved: false, taskId: { gt: after } },
      select: { taskId: true },
      orderBy: { taskId: 'asc' },
      take: BATCH,
    });
    const last = tasks.at(-1);
    if (last === undefined) return { count, first };
    const positions = await publish(
      tasks.map(({ taskId }) => encode(eraseEvent({ tenantId, taskId, source: '/taskfold/cli' }))),
    );
    first ??= positions[0] ?? null;
    after = last.taskId;
    count += tasks.length;
    note(`erasing: asked for ${grouped(count)} tasks`);
  }
}
