import { describe } from 'vitest';
import { tenantDeletionTests } from '../operators/tenants/delete.suite.ts';
import { cliSystem } from '../testing/cli-system.ts';
import { callbackTests } from './callbacks/callbacks.suite.ts';
import { eventTests } from './events/events.suite.ts';
import { exampleTests } from './examples.suite.ts';
import { COMMANDS } from './index.ts';
import { keyTests } from './keys/keys.suite.ts';
import { processTests } from './process.suite.ts';
import { profileTests } from './profiles/profiles.suite.ts';
import { followTests } from './tasks/follow.suite.ts';
import { taskTests } from './tasks/tasks.suite.ts';
import { updateTests } from './updates/updates.suite.ts';

// One API and one processor for all of them: to start these takes longer than the tests.
const system = cliSystem(COMMANDS);

describe('tasks and usage', () => taskTests(system));
describe('tasks watch and wait', () => followTests(system));
describe('updates', () => updateTests(system));
describe('events', () => eventTests(system));
describe('callbacks', () => callbackTests(system));
describe('keys and secrets', () => keyTests(system));
describe('profiles', () => profileTests(system));
describe('examples', () => exampleTests(system));
describe('the process', () => processTests(system));
describe('the deletion of a tenant', () => tenantDeletionTests(system));
