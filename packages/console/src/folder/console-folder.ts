import { join } from 'node:path';

/** Where the pages are built to, for whoever serves them; there is nothing before. */
export const CONSOLE_FOLDER: string = join(import.meta.dirname, '../../dist');
