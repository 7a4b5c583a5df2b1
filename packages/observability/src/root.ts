import { fileURLToPath } from 'node:url';

/** The folder of the project, with a slash behind it. */
export const PROJECT_FOLDER = fileURLToPath(new URL('../../../', import.meta.url));
