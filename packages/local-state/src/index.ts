export { type LocalStack, readLocalFile, writeLocalFile } from './local-file.ts';
export { ROOT, type StatePaths, statePaths } from './paths.ts';
export { writePrivateFile } from './private-file.ts';
export { takeFromStack } from './take-from-stack.ts';
