import {
  EXPANDABLE_PARTS,
  type ExpandablePart,
  type TaskEnvelope,
  taskEnvelope,
  taskSummary,
} from '@taskfold/contract';
import { TASK_FACTS } from '../facts/task-facts.ts';
import type { VisibleTask } from '../facts/visible-task.ts';
import { billingJson } from './billing.ts';
import { quoteOrNull, timeOrNull } from './json.ts';
import {
  callbackJson,
  cancelJson,
  errorJson,
  linksJson,
  metadataJson,
  progressJson,
  warningsJson,
} from './parts.ts';
import { usageJson } from './usage.ts';

type Print = (task: VisibleTask, baseUrl: string) => string;
type Key = keyof TaskEnvelope;

/** The keys that say more than the fact of their name does, or say it otherwise. */
const PARTS: { readonly [Name in Exclude<Key, keyof VisibleTask>]: Print } & {
  readonly [Name in Key]?: Print;
} = {
  object: () => '"task"',
  metadata: metadataJson,
  input: ({ input }) => input ?? '{}',
  output: ({ output }) => output ?? 'null',
  progress: progressJson,
  warnings: warningsJson,
  error: errorJson,
  usage: usageJson,
  billing: billingJson,
  callback: callbackJson,
  links: linksJson,
  cancel: cancelJson,
};

interface PrintedKey {
  readonly key: Key;
  /** The text before its value. */
  readonly open: string;
  readonly print: Print;
}

const TASK = keysOf(taskEnvelope.shape);
const SUMMARY = keysOf(taskSummary.shape);

export interface RenderOptions {
  /** Put before the paths of `links`, for readers that know no host: `https://tasks.example.com`. */
  readonly baseUrl?: string | undefined;
  /** Keys that are left out, where the whole would be too large. */
  readonly without?: readonly ('input' | 'output')[];
}

/**
 * The envelope of a task as JSON text: every key of the contract in its order, always all of them but those that are
 * asked to be left out. `input`, `output` and the details of an error stand in it as they were sent, digit for digit.
 */
export function renderTask(task: VisibleTask, { baseUrl = '', without = [] }: RenderOptions = {}): string {
  const omitted: readonly Key[] = without;
  let json = '';
  for (const { key, open, print } of TASK) {
    if (omitted.length === 0 || !omitted.includes(key)) json += open + print(task, baseUrl);
  }
  return `${json}}`;
}

const EXPANDABLE: ReadonlySet<Key> = new Set(EXPANDABLE_PARTS);

/**
 * A task as lists show it, as JSON text: what it is, how far it is and when; keys in the envelope's order.
 *
 * @param expand the parts to show as well; those not asked for are absent.
 */
export function renderSummary(
  task: VisibleTask,
  expand: ReadonlySet<ExpandablePart>,
  { baseUrl = '' }: Pick<RenderOptions, 'baseUrl'> = {},
): string {
  const asked: ReadonlySet<Key> = expand;
  let json = '';
  for (const { key, open, print } of SUMMARY) {
    if (!EXPANDABLE.has(key) || asked.has(key)) json += open + print(task, baseUrl);
  }
  return `${json}}`;
}

function keysOf(shape: object): PrintedKey[] {
  return (Object.keys(shape) as Key[]).map((key, index) => ({
    key,
    open: `${index === 0 ? '{' : ','}"${key}":`,
    print: PARTS[key] ?? printFact(key as Key & keyof VisibleTask),
  }));
}

function printFact(name: Key & keyof VisibleTask): Print {
  switch (TASK_FACTS[name].type) {
    case 'text':
      return (task) => quoteOrNull(task[name] as string | null);
    case 'timestamptz':
      return (task) => timeOrNull(task[name] as VisibleTask['started_at']);
    default:
      return (task) => String(task[name]);
  }
}
