import { join } from 'node:path';
import { virtualEnvironment } from '../harness/virtual-environment.ts';

/** @returns the path of its command @throws a sentence that says what is missing, where it cannot be installed */
export async function installSchemathesis(): Promise<string> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  return join(await virtualEnvironment({ name: 'schemathesis', requirements }), 'schemathesis');
}
