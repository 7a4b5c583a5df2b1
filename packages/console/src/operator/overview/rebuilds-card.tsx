import type { Tone } from '../../ui/icons.tsx';
import { At, Badge, Nothing, Said } from '../../ui/parts.tsx';
import type { ListedRebuild } from '../ask/operations.ts';
import { progressText } from './progress-text.ts';

const TONES: Readonly<Record<ListedRebuild['state'], Tone>> = {
  replaying: 'running',
  ready: 'running',
  swapped: 'succeeded',
  rolled_back: 'canceled',
  dropped: 'queued',
};

const MEANINGS: Readonly<Record<ListedRebuild['state'], string>> = {
  replaying: 'it folds the log into a second version',
  ready: 'it has caught up and may be swapped',
  swapped: 'it is what readers see; the version before is kept',
  rolled_back: 'the version before is what readers see again',
  dropped: 'it is over, and its second version removed',
};

interface RebuildsCardProps {
  readonly rebuilds: readonly ListedRebuild[];
  readonly now: number;
}

/** The last rebuilds and how far they came. */
export function RebuildsCard({ rebuilds, now }: RebuildsCardProps) {
  const time = (value: string | null) => (value === null ? <Nothing /> : <At time={value} now={now} />);
  return (
    <section className="card" aria-labelledby="rebuilds">
      <header>
        <h2 id="rebuilds">Projection versions</h2>
        <span className="faint">
          rebuilds: begun, swapped and rolled back by <code>taskfold projection</code>
        </span>
      </header>
      {rebuilds.length === 0 ? (
        <p className="body faint">
          The log was never folded again: readers see the version that was made first.
        </p>
      ) : (
        <div className="scroll-x" tabIndex={0} role="region" aria-label="Rebuilds">
          <table className="events">
            <thead>
              <tr>
                <th scope="col">Rebuild</th>
                <th scope="col">Of</th>
                <th scope="col">State</th>
                <th
                  scope="col"
                  title="How much of what the live version has folded its second version has, too"
                >
                  Progress
                </th>
                <th scope="col" className="end">
                  Began
                </th>
                <th scope="col" className="end" title="When it had caught up">
                  Ready
                </th>
                <th scope="col" className="end" title="When readers saw it first">
                  Swapped
                </th>
                <th scope="col" className="end" title="Tasks that were shown otherwise when it went live">
                  Corrected
                </th>
              </tr>
            </thead>
            <tbody>
              {rebuilds.map((rebuild) => (
                <tr key={rebuild.rebuild_id}>
                  <td>{rebuild.rebuild_id}</td>
                  <td>
                    <Said text={rebuild.projection} />
                  </td>
                  <td>
                    <Badge tone={TONES[rebuild.state]}>{rebuild.state.replace('_', ' ')}</Badge>
                    <div className="faint">{MEANINGS[rebuild.state]}</div>
                  </td>
                  <td>
                    <Progress rebuild={rebuild} />
                  </td>
                  <td className="end">{time(rebuild.started_at)}</td>
                  <td className="end">{time(rebuild.ready_at)}</td>
                  <td className="end">{time(rebuild.swapped_at)}</td>
                  <td className="end">{rebuild.corrected_tasks ?? <Nothing />}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** How far the second version is behind the live one, while there is one. */
function Progress({ rebuild: { rebuild_id: id, progress } }: { readonly rebuild: ListedRebuild }) {
  if (progress === null) return <Nothing />;
  const { folded, live } = progress;
  return (
    <>
      <progress className="meter" max={live} value={folded} aria-label={`How far rebuild ${id} is`} />
      <div>{progressText(progress)}</div>
    </>
  );
}
