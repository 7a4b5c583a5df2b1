import { STALE_SECONDS, useConnection } from '../api/connection.ts';
import { durationText } from '../time/format.ts';
import { StateIcon } from '../ui/icons.tsx';

/** Whether what is shown is what is: said in words, always in the same place. */
export function Standing() {
  const { reachable, able, lagSeconds } = useConnection();
  if (!reachable || !able) {
    return (
      <span className="standing bad" role="status">
        <StateIcon tone="failed" />
        {reachable ? 'The API cannot answer; trying again' : 'The API does not answer; trying again'}
      </span>
    );
  }
  if (lagSeconds !== null && lagSeconds >= STALE_SECONDS) {
    return (
      <span
        className="standing stale"
        role="status"
        title="The processor is behind the log of events, or stopped: newer changes are not shown yet."
      >
        <StateIcon tone="canceled" />
        Stale: {durationText(lagSeconds * 1000)} behind the log
      </span>
    );
  }
  return (
    <span className="standing" role="status" title="What is shown is what the log says.">
      <StateIcon tone="succeeded" />
      <span className="word">Up to date</span>
    </span>
  );
}
