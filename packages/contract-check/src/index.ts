export { type ContractCheck, createContractCheck } from './check.ts';
export type { Exchange } from './exchange.ts';
export { type CheckingProxy, startCheckingProxy } from './proxy.ts';
