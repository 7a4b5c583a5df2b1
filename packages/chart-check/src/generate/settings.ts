import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_FOLDER } from '@taskfold/observability';
import type { ConfigVariable } from '@taskfold/runtime';

/** What the chart gives to a process. */
export interface ProcessSettings {
  /** Settings that stand in the values. */
  readonly plain: readonly string[];
  /** Settings that are in the Secret, by their keys there. */
  readonly keys: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  /** Those of them that must be there. */
  readonly required: readonly string[];
}

/** Where processes listen is the chart's to say; what they do, that of the values for each. */
const OF_THE_CHART = ['HOST', 'PORT', 'ADMIN_HOST', 'ADMIN_PORT', 'NODE_ENV', 'ROLES'];
/** Of which every login has its own. */
const BY_LOGIN = ['DATABASE_URL', 'DATABASE_DIRECT_URL'];

function settingsOf(file: string, login: string, required: readonly string[]): ProcessSettings {
  const variables = JSON.parse(readFileSync(join(PROJECT_FOLDER, file), 'utf8')) as readonly ConfigVariable[];
  return of(
    variables.filter(({ secret }) => !secret).map(({ name }) => name),
    variables.filter(({ secret }) => secret).map(({ name }) => name),
    login,
    required,
  );
}

function of(
  plain: readonly string[],
  secrets: readonly string[],
  login: string,
  required: readonly string[],
): ProcessSettings {
  const keyOf = (name: string) => (BY_LOGIN.includes(name) ? `${login}_${name}` : name);
  return {
    plain: plain.filter((name) => !OF_THE_CHART.includes(name)),
    keys: Object.fromEntries(secrets.map((name) => [name, keyOf(name)])),
    secrets,
    required,
  };
}

/** What each process of the chart reads, from the schemas that validate it. */
export function chartSettings(): Readonly<
  Record<'api' | 'processor' | 'topics' | 'migrate', ProcessSettings>
> {
  return {
    // Without these two, pages and secrets of one process would mean nothing to the next.
    api: settingsOf('services/api/generated/settings.json', 'API', [
      'DATABASE_URL',
      'CALLBACK_KEYS',
      'CURSOR_KEY',
    ]),
    processor: settingsOf('services/processor/generated/settings.json', 'PROCESSOR', [
      'DATABASE_URL',
      'CALLBACK_KEYS',
    ]),
    topics: settingsOf('packages/kafka/generated/topics-settings.json', 'TOPICS', []),
    migrate: of(
      ['LOG_LEVEL'],
      ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'API_DATABASE_PASSWORD', 'PROCESSOR_DATABASE_PASSWORD'],
      'MIGRATE',
      ['DATABASE_URL'],
    ),
  };
}
