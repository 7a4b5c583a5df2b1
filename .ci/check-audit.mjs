// Fails where a package that runs is known to have a high or critical vulnerability, by the lock file. Where the registry gives
// no answer that is said, and nothing fails: whether the network is there says nothing of the sources.
import { spawnSync } from 'node:child_process';

const TIME_LIMIT_MS = 60_000;

const { stdout } = spawnSync(
  'npm',
  ['audit', '--omit=dev', '--json', '--fetch-retries=0', '--fetch-timeout=20000'],
  { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: TIME_LIMIT_MS },
);
const report = reportIn(stdout);
if (report?.vulnerabilities === undefined) {
  const reason = report?.message ?? 'it did not answer in time';
  process.stdout.write(`The registry does not tell of vulnerabilities (${reason}): nothing was checked.\n`);
} else {
  const grave = Object.values(report.vulnerabilities).filter(({ severity }) =>
    /^(high|critical)$/.test(severity),
  );
  for (const { name, severity, range, via } of grave) {
    const why = via.map((advisory) => advisory.url ?? `through ${advisory}`).join(', ');
    process.stdout.write(`${name} ${range}: ${severity}, ${why}\n`);
  }
  const all = Object.keys(report.vulnerabilities).length;
  process.stdout.write(
    `${all} packages with known vulnerabilities, ${grave.length} of them high or critical\n`,
  );
  process.exitCode = grave.length > 0 ? 1 : 0;
}

function reportIn(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
