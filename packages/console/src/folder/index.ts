export { CONSOLE_FOLDER } from './console-folder.ts';
