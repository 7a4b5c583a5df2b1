export { CONSOLE_FOLDER, OPERATOR_CONSOLE_FOLDER } from './console-folder.ts';
