import fc from 'fast-check';

/** Any number does; with this one every property held when it was written down. */
const SEED_OF_THE_GATE = 20_261_129;

/**
 * Properties look at other cases with each run, and say by which seed a failure is found again. The gate looks at the
 * same ones every time, so that it refuses what a change breaks and nothing else.
 */
const { CI, PROPERTY_SEED } = process.env;
if (PROPERTY_SEED) fc.configureGlobal({ seed: Number(PROPERTY_SEED) });
else if (CI) fc.configureGlobal({ seed: SEED_OF_THE_GATE });
