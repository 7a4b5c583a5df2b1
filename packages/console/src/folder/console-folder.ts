import { join } from 'node:path';

/** Where the pages of tenants are built to, for whoever serves them; there is nothing before. */
export const CONSOLE_FOLDER: string = join(import.meta.dirname, '../../dist');

/** The same for the pages of operators. */
export const OPERATOR_CONSOLE_FOLDER: string = join(CONSOLE_FOLDER, 'operator');
