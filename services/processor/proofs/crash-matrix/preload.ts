import { registerHooks } from 'node:module';

// Given to Node by --import: the processor that is started afterwards writes to its database by way of fault points.

const FAULTY_DATABASE = new URL('faulty-database.ts', import.meta.url).href;
const START = new URL('../../src/fold/start-fold.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, nextResolve) {
    const isFromStart = specifier === '@taskfold/database' && context.parentURL === START;
    return isFromStart ? { url: FAULTY_DATABASE, shortCircuit: true } : nextResolve(specifier, context);
  },
});
