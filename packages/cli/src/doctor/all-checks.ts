import { callbacksChecks } from './callbacks/callbacks-checks.ts';
import type { Check } from './check.ts';
import { spellingCheck } from './configuration/known-variables.ts';
import { settingsChecks } from './configuration/settings-checks.ts';
import { databaseClockCheck } from './database/clock-check.ts';
import { connectionChecks } from './database/connection-checks.ts';
import { loginsCheck } from './database/logins-check.ts';
import { migrationsCheck } from './database/migrations-check.ts';
import { objectsCheck } from './database/objects-check.ts';
import type { Database } from './database/open-database.ts';
import { replicaCheck } from './database/replica-check.ts';
import { rightsCheck } from './database/rights-check.ts';
import { rolesCheck } from './database/roles-check.ts';
import { defaultsCheck, locksCheck, serverCheck } from './database/server-checks.ts';
import { kafkaClockCheck } from './kafka/clock-check.ts';
import { codecsCheck } from './kafka/codecs-check.ts';
import { kafkaConnectionCheck } from './kafka/connection-check.ts';
import { groupCheck } from './kafka/group-check.ts';
import type { ExaminedKafka } from './kafka/open-kafka.ts';
import { topicChecks } from './kafka/topic-checks.ts';
import { deadLettersCheck } from './projection/dead-letters-check.ts';
import { logChecks } from './projection/log-check.ts';
import { partitionsChecks } from './projection/partitions-check.ts';
import { rebuildCheck } from './projection/rebuild-check.ts';
import { relayCheck } from './projection/relay-check.ts';
import type { ExaminedEnvironment, Settings } from './settings.ts';

export interface Surroundings {
  readonly env: ExaminedEnvironment;
  readonly settings: Settings;
  /** Asked only by checks that need `configuration.database`. */
  readonly database: () => Database;
  /** Asked only by checks that need `configuration.kafka`. */
  readonly cluster: () => ExaminedKafka;
}

/** Everything that doctor looks at, what is needed before what needs it. */
export function allChecks({ env, settings, database, cluster }: Surroundings): Check[] {
  return [
    ...settingsChecks(settings, env),
    spellingCheck(env),
    codecsCheck(),
    ...connectionChecks(settings, database),
    databaseClockCheck(database),
    serverCheck(database),
    defaultsCheck(database),
    locksCheck(database),
    rolesCheck(database),
    loginsCheck(database),
    migrationsCheck(database),
    rightsCheck(database),
    objectsCheck(database),
    replicaCheck(settings, database),
    kafkaConnectionCheck(settings, cluster),
    ...topicChecks(settings, cluster),
    kafkaClockCheck(settings, cluster),
    groupCheck(settings, cluster),
    ...partitionsChecks(settings, database, cluster),
    ...logChecks(settings, database, cluster),
    relayCheck(settings, database),
    deadLettersCheck(settings, database),
    rebuildCheck(database),
    ...callbacksChecks(settings, database),
  ];
}
