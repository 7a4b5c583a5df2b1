import { type CheckingProxy, createContractCheck, startCheckingProxy } from '@taskfold/contract-check';
import type { RunningService } from './service.ts';

/** Told of each answer: the operation that was asked for, null where the document has none, and the status. */
export type OnExchange = (operation: string | null, status: number) => void;

export interface ContractedService extends RunningService {
  /** Where the API was not as its OpenAPI document says. */
  readonly faults: readonly string[];
}

const check = createContractCheck();

/** The same API behind a proxy that holds what passes against the contract; the proxy ends with it. */
export async function behindContract(
  service: RunningService,
  onExchange: OnExchange,
): Promise<ContractedService> {
  const proxy = await startCheckingProxy({ target: service.url, check, onExchange });
  return {
    ...service,
    url: proxy.url,
    get faults() {
      return proxy.faults;
    },
    async stop() {
      const code = await service.stop();
      await proxy.close();
      return code;
    },
    async kill() {
      await service.kill();
      await proxy.close();
    },
  };
}

/** @throws where there are faults */
export function throwFaults(checked: readonly Pick<CheckingProxy, 'faults'>[]): void {
  const faults = new Set(checked.flatMap((each) => each.faults));
  if (faults.size > 0) throw new Error(`not as the OpenAPI document says:\n${[...faults].join('\n')}`);
}
