import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { TaskEvent } from '@taskfold/contract';
import type { fold } from '@taskfold/fold';
import type { Decoded, LogRecord } from '@taskfold/kafka';
import type { Sabotage } from './sabotage.ts';

// Given to Node by --import: the processor that is started afterwards drops, doubles or reorders some of what it folds. The log stays
// right, and so do offsets and checkpoints: nothing but the answers can tell.

type Item = { readonly record: LogRecord; readonly decoded: Decoded };

/** One in so many. */
const RARELY = 53;

const SABOTAGE = process.env.SOAK_SABOTAGE as Sabotage | undefined;

function isHit(text: string): boolean {
  let hash = 0;
  for (const character of text) hash = (Math.imul(hash, 31) + character.charCodeAt(0)) >>> 0;
  return hash % RARELY === 0;
}

/** Leaves out some records, or turns around what the chunk has of some tasks. */
function soakRecords(records: readonly Item[]): readonly Item[] {
  if (SABOTAGE === 'drop') return records.filter(({ record }) => !isHit(`${record.key} ${record.offset}`));
  if (SABOTAGE !== 'reorder') return records;
  const turned = [...records];
  const places = new Map<string, number[]>();
  for (const [place, { record }] of records.entries()) {
    const key = String(record.key);
    if (isHit(key)) places.set(key, [...(places.get(key) ?? []), place]);
  }
  for (const ofTask of places.values()) {
    for (const [index, place] of ofTask.entries()) {
      const item = records[ofTask[ofTask.length - 1 - index] ?? place];
      if (item !== undefined) turned[place] = item;
    }
  }
  return turned;
}

/** Folds the usage of some tasks twice, as if it had come under a second id. */
function soakFold(real: typeof fold, ...args: Parameters<typeof fold>): ReturnType<typeof fold> {
  const [state, event, ...rest] = args;
  const once = real(state, event, ...rest);
  const isUsage = event.type === 'task.usage_recorded';
  if (SABOTAGE !== 'double' || !isUsage || once.disposition !== 'applied' || !isHit(event.taskId))
    return once;
  const again: TaskEvent = { ...event, id: `${event.id}~` };
  return { ...once, state: real(once.state, again, ...rest).state };
}

Object.assign(globalThis, { soakRecords, soakFold });

const FILE = new URL('../../../../../services/processor/src/fold/chunk/fold-records.ts', import.meta.url);
const EDITS = [
  {
    find: 'for (const { record, decoded } of records) {',
    replace: 'for (const { record, decoded } of globalThis.soakRecords(records)) {',
  },
  { find: '? fold(state, event,', replace: '? globalThis.soakFold(fold, state, event,' },
];

let source = readFileSync(fileURLToPath(FILE), 'utf8');
for (const { find, replace } of EDITS) {
  const parts = source.split(find);
  if (parts.length !== 2)
    throw new Error(`fold-records.ts has ${parts.length - 1} times what the sabotage changes: ${find}`);
  source = parts.join(replace);
}

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    return url === FILE.href ? { ...loaded, source } : loaded;
  },
});
