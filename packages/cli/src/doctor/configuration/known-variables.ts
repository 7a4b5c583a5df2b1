import { configSchema as apiSchema } from '@taskfold/api/config';
import { migrationConfigSchema } from '@taskfold/database/operators';
import { topicsConfigSchema } from '@taskfold/kafka';
import { configSchema as processorSchema } from '@taskfold/processor/config';
import { mistypedNames, variableNames } from '@taskfold/runtime';
import { ENVIRONMENT } from '../../settings/environment.ts';
import { type Check, warn } from '../check.ts';
import type { ExaminedEnvironment } from '../settings.ts';

/** What commands, the local stack and its tests read beside what the schemas say. */
const OTHERS = [
  ...Object.keys(ENVIRONMENT),
  'TASKFOLD_IMAGE',
  'TASKFOLD_PARENT_PIPE',
  'TASKFOLD_TEST_REPORT',
  'TASKFOLD_TEST_SERVERS',
];

/** As other programs name what ours name otherwise. */
const SYNONYMS: Readonly<Record<string, string>> = {
  KAFKA_BOOTSTRAP_SERVERS: 'KAFKA_BROKERS',
  KAFKA_BROKER_LIST: 'KAFKA_BROKERS',
  KAFKA_GROUP: 'KAFKA_GROUP_ID',
  POSTGRES_URL: 'DATABASE_URL',
};

function knownNames(): string[] {
  const read = [apiSchema, processorSchema, topicsConfigSchema, migrationConfigSchema].flatMap(variableNames);
  return [...new Set([...read, ...OTHERS])];
}

/** Whether something in the environment looks like a variable of ours and is read by nobody. */
export function spellingCheck(env: ExaminedEnvironment): Check {
  return {
    id: 'configuration.spelling',
    title: 'Names of variables',
    page: 'docs/reference/configuration.md',
    async examine() {
      const known = knownNames();
      const meant = Object.entries(SYNONYMS).flatMap(([name, ours]) =>
        env[name] && !env[ours]
          ? [`${name} is set, and nothing reads it. The setting is called ${ours}.`]
          : [],
      );
      const found = [...mistypedNames(known, env), ...meant];
      const read = known.filter((name) => env[name]).length;
      return {
        summary: `${read} are read`,
        values: { read, mistyped: found.length },
        findings: found.map((sentence) => warn(sentence, 'Name it so, or remove it.')),
      };
    },
  };
}
