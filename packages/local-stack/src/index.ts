export { type LocalStack, readLocalFile } from './state/local-file.ts';
