import { expect, test } from 'vitest';
import { checkRepository } from './harness/check-repository.ts';

/** A package of the name, and one that takes a name of each of its entries. */
function repository(name: string, index: string): Record<string, string> {
  const manifest = { name, exports: { '.': './src/index.ts', './testing': './src/testing/index.ts' } };
  return {
    'packages/shared/package.json': JSON.stringify(manifest),
    'packages/shared/src/index.ts': index,
    'packages/shared/src/testing/index.ts': "export { sample } from './sample.ts';\n",
    'packages/shared/src/taken.test.ts': "import { sample } from './testing/index.ts';\n",
    'services/one/src/taken.ts': `import { type Taken, taken } from '${name}';\n`,
  };
}
const TAKEN = "export { type Taken, taken } from './taken.ts';\n";

test('passes where each name is taken', async () => {
  expect(await checkRepository('check-exports', repository('@taskfold/shared', TAKEN))).toEqual({
    code: 0,
    faults: [],
  });
});

test('a name that nobody takes fails the check', async () => {
  const planted = repository('@taskfold/shared', `${TAKEN}export { taken as planted } from './taken.ts';\n`);
  expect(await checkRepository('check-exports', planted)).toEqual({
    code: 1,
    faults: ['packages/shared/src/index.ts: nobody takes planted'],
  });
});

test('so does code that runs and takes something for tests', async () => {
  const planted = {
    ...repository('@taskfold/shared', TAKEN),
    'services/one/src/planted.ts': "import { sample } from '@taskfold/shared/testing';\n",
  };
  expect(await checkRepository('check-exports', planted)).toEqual({
    code: 1,
    faults: [
      'services/one/src/planted.ts runs outside of tests, but takes sample from @taskfold/shared/testing',
    ],
  });
});

test('of the database, so do a name that tests alone take, and more names than it may offer', async () => {
  const forTests = {
    ...repository('@taskfold/database', `${TAKEN}export { planted } from './planted.ts';\n`),
    'services/one/src/planted.test.ts': "import { planted } from '@taskfold/database';\n",
  };
  expect(await checkRepository('check-exports', forTests)).toMatchObject({
    code: 1,
    faults: [expect.stringContaining('tests alone take planted')],
  });
  const names = Array.from({ length: 71 }, (_none, index) => `name${index}`).join(', ');
  const many = {
    ...repository('@taskfold/database', `export { ${names} } from './names.ts';\n`),
    'services/one/src/taken.ts': `import { ${names} } from '@taskfold/database';\n`,
  };
  expect(await checkRepository('check-exports', many)).toMatchObject({
    code: 1,
    faults: [expect.stringContaining('exports 71 names, and 70 are the most')],
  });
});
