import type { TopicDefinition, TopicDescription, TopicDifference } from '@taskfold/kafka';
import type { View } from '../../output/output.ts';
import { drawTable, type TableColumn } from '../../output/table.ts';
import type { Context } from '../../program/context.ts';
import { settingsOf, withKafka } from '../connections.ts';

/** A topic as it is, beside what was asked for. */
export interface TopicState {
  readonly object: 'topic';
  readonly name: string;
  readonly state: 'missing' | 'other' | 'as_asked_for';
  readonly partitions: number | null;
  readonly replicas: number | null;
  readonly settings: Readonly<Record<string, string>>;
  readonly differences: readonly TopicDifference[];
}

/** Looks at the three topics; changes nothing. */
export async function readTopics(context: Context): Promise<readonly TopicState[]> {
  const { differencesOf, replicationFactorOf, topicsConfigSchema, wantedTopics } = await import(
    '@taskfold/kafka'
  );
  const config = await settingsOf(context, topicsConfigSchema);
  return await withKafka(config, 'topics', async (kafka) => {
    const view = kafka.clusterView();
    return await Promise.all(
      wantedTopics(config).map(async (wanted): Promise<TopicState> => {
        const found = await view.describeTopic(wanted.name);
        if (found === null) return missing(wanted);
        const differences = differencesOf(wanted, found);
        return {
          object: 'topic',
          name: wanted.name,
          state: differences.length === 0 ? 'as_asked_for' : 'other',
          partitions: found.partitions.length,
          replicas: replicationFactorOf(found),
          settings: settingsShown(wanted, found),
          differences,
        };
      }),
    );
  });
}

function missing({ name }: TopicDefinition): TopicState {
  return {
    object: 'topic',
    name,
    state: 'missing',
    partitions: null,
    replicas: null,
    settings: {},
    differences: [],
  };
}

/** Those that were asked for, as they are. */
function settingsShown(
  { config }: TopicDefinition,
  { settings }: TopicDescription,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(config).map((name) => [name, settings.get(name) ?? '']));
}

const COLUMNS: readonly TableColumn<TopicState>[] = [
  { name: 'topic', cell: ({ name }) => name },
  { name: 'partitions', cell: ({ partitions }) => String(partitions ?? ''), right: true },
  { name: 'replicas', cell: ({ replicas }) => String(replicas ?? ''), right: true },
  { name: 'state', cell: drawState },
];

/** A line for each, and below them what is other than asked for. */
export function drawTopics(topics: readonly TopicState[], view: View): string {
  return [drawTable(COLUMNS, topics, view), ...differenceLines(topics)].join('\n');
}

export function differenceLines(topics: readonly Pick<TopicState, 'name' | 'differences'>[]): string[] {
  return topics.flatMap(({ name, differences }) =>
    differences.map(
      ({ setting, expected, found }) =>
        `${name}: has ${setting} ${found ?? 'unset'} instead of ${expected}; it is left as it is`,
    ),
  );
}

function drawState({ state }: TopicState, { style }: View): string {
  const text = state.replaceAll('_', ' ');
  if (state === 'missing') return style.bad(text);
  return state === 'other' ? style.warn('other than asked for') : style.good(text);
}
