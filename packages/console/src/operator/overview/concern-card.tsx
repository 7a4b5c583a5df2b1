import { shownLines } from '../../text/visible.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { CommandLine } from '../parts/command-line.tsx';
import type { Concern } from './concern.ts';

/** One thing that is wrong, why, and what to do. */
export function ConcernCard({ concern }: { readonly concern: Concern }) {
  return (
    <article className={`concern tone-${concern.tone}`} aria-label={concern.title}>
      <h2>
        <StateIcon tone={concern.tone} />
        {concern.title}
      </h2>
      {concern.says.map((sentence) => (
        <p key={sentence}>
          <bdi>{shownLines(sentence)}</bdi>
        </p>
      ))}
      {concern.commands.length === 0 ? null : (
        <dl className="commands">
          {concern.commands.map(({ says, line }) => (
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
