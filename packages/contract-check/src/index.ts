export { createContractCheck } from './check.ts';
export { type CheckingProxy, startCheckingProxy } from './proxy.ts';
