import { join } from 'node:path';
import { ROOT } from '../harness/root.ts';

/** Where the client for Python lies. */
export const CLIENT = join(ROOT, 'clients/python');
