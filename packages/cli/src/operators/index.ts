import type { CommandMaker } from '../program/command.ts';
import { deadLetters } from './dead-letters/index.ts';
import { deliveries } from './deliveries/index.ts';
import { doctor } from './doctor.ts';
import { erase } from './erase.ts';
import { migrateDatabase } from './migrate.ts';
import { projection } from './projection/index.ts';
import { tenants } from './tenants/index.ts';
import { topics } from './topics/index.ts';

/** The commands of operators, in the order of the help. */
export const OPERATOR_COMMANDS: readonly CommandMaker[] = [
  doctor,
  migrateDatabase,
  topics,
  tenants,
  deadLetters,
  deliveries,
  projection,
  erase,
];
