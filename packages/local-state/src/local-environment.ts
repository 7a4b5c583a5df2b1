// Loaded before a service's command (node --import): what the environment does not say of the servers is that of the running
// local stack.
import { parseArgs } from 'node:util';
import { printError } from '@taskfold/runtime';
import { readLocalFile } from './local-file.ts';
import { statePaths } from './paths.ts';
import { takeFromStack } from './take-from-stack.ts';

const { env } = process;
const { variables, notice } = takeFromStack(env, await readLocalFile(statePaths(env).localFile));
Object.assign(env, variables);
const { values } = parseArgs({ strict: false, options: { help: { type: 'boolean', short: 'h' } } });
if (notice !== null && !values.help) printError(notice);
