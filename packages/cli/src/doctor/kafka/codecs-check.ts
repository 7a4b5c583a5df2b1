import { COMPRESSIONS, compress, decompress } from '@taskfold/kafka';
import { messageOf } from '@taskfold/runtime';
import { type Check, type Finding, fail } from '../check.ts';

const SAMPLE = Buffer.from('{"specversion":"1.0"}'.repeat(100));

/** Whether this machine compresses and reads what producers may send. */
export function codecsCheck(): Check {
  return {
    id: 'host.codecs',
    title: 'Codecs',
    page: 'docs/operations/doctor.md#hostcodecs',
    async examine() {
      const names = COMPRESSIONS.filter((name) => name !== 'none');
      const findings = await Promise.all(names.map(findingOf));
      return {
        summary: names.join(', '),
        values: { codecs: names },
        findings: findings.filter((finding) => finding !== null),
      };
    },
  };
}

async function findingOf(name: Exclude<(typeof COMPRESSIONS)[number], 'none'>): Promise<Finding | null> {
  try {
    const came = await decompress(name, await compress(name, SAMPLE));
    if (came.equals(SAMPLE)) return null;
    throw new Error('other bytes come back');
  } catch (error) {
    return fail(
      `${name} does not work here (${messageOf(error)}): batches of it halt their partition.`,
      'Use the Node.js of package.json, and install the packages anew (npm ci).',
    );
  }
}
