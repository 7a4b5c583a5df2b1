import { shownLines } from '../../text/visible.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import type { Finding } from './findings.ts';

/** One thing that is wrong, why, and what to do. */
export function FindingCard({ finding }: { readonly finding: Finding }) {
  return (
    <article className={`finding tone-${finding.tone}`} aria-label={finding.title}>
      <h2>
        <StateIcon tone={finding.tone} />
        {finding.title}
      </h2>
      {finding.says.map((sentence) => (
        <p key={sentence}>
          <bdi>{shownLines(sentence)}</bdi>
        </p>
      ))}
      {finding.commands.length === 0 ? null : (
        <dl className="commands">
          {finding.commands.map(({ says, line }) => (
            <div key={line}>
              <dt>{says}</dt>
              <dd>
                <CommandLine line={line} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </article>
  );
}
