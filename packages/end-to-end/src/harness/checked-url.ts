import { createContractCheck, startCheckingProxy } from '@taskfold/contract-check';
import { onTestFinished } from 'vitest';
import { throwFaults } from './contract.ts';

/**
 * For one test, which fails where what passes is not as the OpenAPI document says.
 *
 * @param target of an API that runs
 * @returns what is to be asked instead
 */
export async function checkedUrl(target: string): Promise<string> {
  const proxy = await startCheckingProxy({ target, check: createContractCheck() });
  onTestFinished(async () => {
    await proxy.close();
    throwFaults([proxy]);
  });
  return proxy.url;
}
