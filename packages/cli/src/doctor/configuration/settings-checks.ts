import { checkedConfigSchema as apiSchema } from '@taskfold/api/config';
import { checkedConfigSchema as processorSchema } from '@taskfold/processor/config';
import type { ConfigSchema } from '@taskfold/runtime';
import { type Check, type Examined, fail } from '../check.ts';
import { type ExaminedEnvironment, readPart, type Settings, type SettingsPart } from '../settings.ts';

const PAGE = 'docs/operations/README.md#common-tasks';
const TO_DO = 'Set it as the sentence says, for whatever reads it: services, jobs and this shell.';

/** Whether what is needed to look at anything can be read from the environment. */
export function settingsChecks(settings: Settings, env: ExaminedEnvironment): Check[] {
  return [
    partCheck(
      'configuration.database',
      'Variables of PostgreSQL',
      'docs/operations/postgresql.md',
      settings.database,
    ),
    partCheck('configuration.kafka', 'Variables of Kafka', 'docs/operations/kafka.md', settings.kafka),
    partCheck('configuration.names', 'Topics, projection and group', PAGE, settings.names),
    {
      id: 'configuration.services',
      title: 'Other variables of the services',
      page: PAGE,
      examine: async () => examined(servicesProblems(env), 'as the services want them'),
    },
  ];
}

function partCheck(id: string, title: string, page: string, part: SettingsPart<unknown>): Check {
  return {
    id,
    title,
    page,
    examine: async () => examined(part.kind === 'read' ? [] : part.problems, 'can be read'),
  };
}

function examined(problems: readonly string[], well: string): Examined {
  return {
    summary: problems.length === 0 ? well : `${problems.length} of them cannot be used`,
    findings: problems.map((problem) => fail(problem, TO_DO)),
  };
}

/** In place of what only services need, and of what other checks tell of. */
const PLACEHOLDERS = { DATABASE_URL: 'postgresql://unset/unset', KAFKA_BROKERS: 'unset:9092' };

/**
 * What a service would refuse of the variables that are set here. Those that are missing are not told of: the environment of an
 * operator is no service's.
 */
function servicesProblems(env: ExaminedEnvironment): string[] {
  const set = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  );
  const told = new Set(['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_REPLICA_URL', 'DATABASE_ROLE']);
  const problems = ([apiSchema, processorSchema] as readonly ConfigSchema[]).flatMap((schema) => {
    const shown = { ...PLACEHOLDERS, ...set };
    // Of the other service: each takes its own role.
    if (!('DATABASE_ROLE' in set)) return problemsOf(schema, shown);
    const { DATABASE_ROLE: _, ...others } = { ...shown, DATABASE_ROLE: undefined };
    return problemsOf(schema, others);
  });
  return [...new Set(problems)].filter(
    (problem) => !isTold(problem, told) && !/^[A-Z_]+ is not set\b/.test(problem),
  );
}

function problemsOf(schema: ConfigSchema, env: ExaminedEnvironment): readonly string[] {
  const part = readPart(schema, env);
  return part.kind === 'read' ? [] : part.problems;
}

function isTold(problem: string, told: ReadonlySet<string>): boolean {
  const [name = ''] = problem.split(' ', 1);
  return (told.has(name) && problem.includes('which does not do')) || /^(?:KAFKA|TOPIC)_/.test(name);
}
