import type { ChunkNotes, PartitionState } from '@taskfold/database/operators';
import type { RebuildStatus } from '@taskfold/processor/projection';
import { outside } from '../../output/fields.ts';
import { grouped } from '../../output/numbers.ts';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import { type CommandMaker, outputCommand } from '../../program/command.ts';
import { withDatabase } from '../connections.ts';
import { withReplay } from './replay.ts';

export const projectionStatus: CommandMaker = (context) =>
  outputCommand('status', 'Show how far partitions are folded, halts and the rebuild', {
    description:
      'Shows how far each partition is folded and how far it is behind and how long the chunks of the last minute took, as the processors noted it last, why it stands still where it does, and how far a rebuild is. Ends with 1 where a partition is halted. Wants the variables of the processor.',
    examples: [{ line: 'taskfold projection status', says: 'Where everything stands.' }],
  }).action(async (form) => {
    const rebuild = await withReplay(context, (processor, { config }) => processor.readRebuildStatus(config));
    const { readPartitions } = await import('@taskfold/database/operators');
    const { projection, topic } = await withReplay(context, async (_processor, { config }) => ({
      projection: config.PROJECTION,
      topic: config.TOPIC_EVENTS,
    }));
    const partitions = await withDatabase(context, 'projection', ({ pool }) =>
      readPartitions(pool, { projection, topic }),
    );
    const data = partitions.map((state) => shown(topic, state));
    const status = { object: 'list', projection, topic, rebuild: rebuildShown(rebuild), data };
    context.output(form).many(status, (view) => draw(partitions, rebuild, view));
    if (partitions.length === 0)
      context.note(`Nothing of ${topic} was ever folded into the projection ${projection}.`);
    if (partitions.some(({ halt }) => halt !== null)) context.endAs('failed');
  });

function shown(topic: string, { partition, checkpoint, lag, halt }: PartitionState) {
  return {
    object: 'partition',
    topic,
    partition,
    next_offset: checkpoint?.nextOffset ?? null,
    folded_at: checkpoint?.updatedAt ?? null,
    log_end_offset: lag?.logEndOffset ?? null,
    lag_records: waiting({ checkpoint, lag }),
    lag_seconds: lag?.seconds ?? null,
    chunks: chunksShown(lag?.chunks ?? null),
    noted_seconds_ago: lag?.noteAge ?? null,
    halt: halt && { reason: halt.reason, halted_at: halt.haltedAt, message: halt.message },
  };
}

function chunksShown(chunks: ChunkNotes | null) {
  return (
    chunks && {
      written: chunks.written,
      p50_seconds: chunks.p50Seconds,
      max_seconds: chunks.maxSeconds,
      open_seconds: chunks.openSeconds,
    }
  );
}

function waiting({ checkpoint, lag }: Pick<PartitionState, 'checkpoint' | 'lag'>): number | null {
  const end = lag?.logEndOffset ?? null;
  return end === null ? null : Math.max(0, end - (checkpoint?.nextOffset ?? 0));
}

function rebuildShown(rebuild: RebuildStatus | null) {
  return (
    rebuild && {
      rebuild_id: rebuild.rebuildId,
      state: rebuild.state,
      started_at: rebuild.startedAt,
      corrected_tasks: rebuild.correctedTasks,
      partitions: rebuild.partitions,
    }
  );
}

const COLUMNS: readonly TableColumn<PartitionState>[] = [
  { name: 'partition', cell: ({ partition }) => String(partition), right: true },
  { name: 'next offset', cell: ({ checkpoint }) => grouped(checkpoint?.nextOffset ?? 0), right: true },
  { name: 'waiting', cell: (state) => grouped(waiting(state) ?? 0), right: true },
  { name: 'lag', cell: ({ lag }) => (lag === null ? '' : `${lag.seconds.toFixed(1)} s`), right: true },
  { name: 'chunk p50', cell: ({ lag }) => milliseconds(lag?.chunks?.p50Seconds), right: true },
  { name: 'slowest', cell: ({ lag }) => milliseconds(lag?.chunks?.maxSeconds), right: true },
  { name: 'noted', cell: ({ lag }, view) => notedAgo(lag, view), right: true },
  {
    name: 'state',
    cell: ({ halt }, { style }) =>
      halt === null ? style.good('folding') : style.bad(`halted: ${halt.reason}`),
  },
];

function milliseconds(seconds: number | null | undefined): string {
  if (seconds == null) return '';
  const ms = seconds * 1000;
  return `${ms < 10 ? ms.toFixed(1) : grouped(Math.round(ms))} ms`;
}

const NOTE_IS_OLD = 30;

function notedAgo(lag: PartitionState['lag'], { style }: View): string {
  if (lag === null) return 'never';
  const text = `${lag.noteAge.toFixed(0)} s ago`;
  return lag.noteAge > NOTE_IS_OLD ? style.warn(text) : text;
}

function draw(partitions: readonly PartitionState[], rebuild: RebuildStatus | null, view: View): string {
  const halts = partitions.flatMap(({ partition, halt }) =>
    halt === null
      ? []
      : [`Partition ${partition} stands still since ${halt.haltedAt}. ${outside(halt.message)}`],
  );
  const table = partitions.length === 0 ? [] : [drawTable(COLUMNS, partitions, view)];
  return [...table, ...halts, ...rebuildLines(rebuild)].join('\n');
}

function rebuildLines(rebuild: RebuildStatus | null): string[] {
  if (rebuild === null) return [];
  const { rebuildId, projection, topic, state, startedAt, correctedTasks, partitions } = rebuild;
  const left = partitions?.reduce((sum, { folded, live }) => sum + Math.max(0, live - folded), 0);
  return [
    `Rebuild ${rebuildId} of ${projection} from ${outside(topic)}: ${state.replace('_', ' ')}, started ${startedAt.slice(0, 19)}Z`,
    ...(correctedTasks === null ? [] : [`Tasks corrected by the last swap: ${grouped(correctedTasks)}`]),
    ...(left === undefined ? [] : [`The standby is ${grouped(left)} events behind the live version.`]),
  ];
}
