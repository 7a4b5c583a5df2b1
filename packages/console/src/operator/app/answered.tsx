import { localTime } from '../../time/format.ts';
import { StateIcon } from '../../ui/icons.tsx';
import { useNow } from '../../ui/now.ts';
import { useFreshness } from '../ask/freshness.ts';

/** An answer that is older than this is not of now; pages ask every two seconds. */
const OLD_MS = 10_000;

/** Of when what is shown is: said in words, always in the same place. */
export function Answered() {
  const { reachable, answeredAt } = useFreshness();
  const now = useNow();
  const asOf = answeredAt === null ? '' : localTime(new Date(answeredAt).toISOString(), now);
  if (!reachable) {
    return (
      <span className="standing bad" role="status">
        <StateIcon tone="failed" />
        The API does not answer; trying again.
        {answeredAt === null ? null : <span className="word"> Shown is what it said at {asOf}</span>}
      </span>
    );
  }
  if (answeredAt === null) return null;
  const old = now - answeredAt > OLD_MS;
  return (
    <span className={old ? 'standing stale' : 'standing'} title="When the API answered last">
      <StateIcon tone={old ? 'canceled' : 'succeeded'} />
      As of {asOf}
    </span>
  );
}
