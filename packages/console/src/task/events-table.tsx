import type { LedgerEntry, Task, TaskEvent, UsageRecord } from '@taskfold/client';
import { bothTimes, durationText } from '../time/format.ts';
import type { Tone } from '../ui/icons.tsx';
import { AmountText, Badge, Nothing, Said } from '../ui/parts.tsx';
import { changesText, dispositionMeaning } from './meanings.ts';
import { type MoneyMoment, moneyMoments } from './money-moments.ts';

const TONES: Readonly<Record<string, Tone>> = {
  applied: 'succeeded',
  duplicate: 'queued',
  stale: 'queued',
  ignored: 'canceled',
  conflict: 'failed',
};
const SIGNS = { charge: '+', refund: '−', usage: '' } as const;

interface EventsTableProps {
  readonly task: Task;
  readonly events: readonly TaskEvent[];
  readonly ledger: readonly LedgerEntry[];
  readonly usage: readonly UsageRecord[];
}

/** Every event of a task in the order of the log: what it changed, what it did to the money, and where it lies. */
export function EventsTable({ task, events, ledger, usage }: EventsTableProps) {
  const begin = Date.parse(task.created_at);
  const moments = moneyMoments(events, ledger, usage);
  return (
    <div className="scroll-x" tabIndex={0} role="region" aria-label="Events of the task">
      <table className="events log">
        <thead>
          <tr>
            <th scope="col" className="end">
              After
            </th>
            <th scope="col">Event</th>
            <th scope="col">What it changed</th>
            <th scope="col" className="end">
              Credits
            </th>
            <th scope="col" className="end">
              Net
            </th>
            <th scope="col" className="end wide">
              Revision
            </th>
            <th scope="col" className="wide">
              Log position
            </th>
          </tr>
        </thead>
        <tbody>
          {events.map((event, index) => (
            <EventRow
              key={`${event.partition}:${event.offset}`}
              event={event}
              begin={begin}
              money={moments.get(index)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface EventRowProps {
  readonly event: TaskEvent;
  readonly begin: number;
  readonly money: MoneyMoment | undefined;
}

function EventRow({ event, begin, money }: EventRowProps) {
  const { disposition } = event;
  const after = Date.parse(event.time) - begin;
  return (
    <tr data-disposition={disposition}>
      <td className="end">
        <time dateTime={event.time} title={bothTimes(event.time)}>
          {after < 0 ? `−${durationText(-after)}` : durationText(after)}
        </time>
      </td>
      <td className="event">
        <span className="what">
          <Said text={event.type} />
        </span>{' '}
        {disposition === 'applied' ? null : (
          <Badge tone={TONES[disposition] ?? 'queued'}>{disposition}</Badge>
        )}
        <div className="faint">
          <Said text={event.source} />
        </div>
      </td>
      <td className="changed">
        {disposition === 'applied' ? <bdi>{changesText(event.changed)}</bdi> : dispositionMeaning(event)}
        {money?.entryId == null ? null : (
          <div className="faint">
            entry <Said text={money.entryId} />
            {money.estimated ? ', an estimate' : ''}
            {money.reason === null ? null : (
              <>
                : <Said text={money.reason} />
              </>
            )}
          </div>
        )}
        {event.rekeyed_from === null ? null : (
          <div className="faint">
            came without its key, at {event.rekeyed_from.partition}:{event.rekeyed_from.offset}
          </div>
        )}
      </td>
      <td className={money === undefined ? 'end credits none' : 'end credits'}>
        {money === undefined ? (
          <Nothing />
        ) : (
          <>
            <AmountText value={money.amount} sign={SIGNS[money.kind]} />
            <div className="faint">{money.kind}</div>
          </>
        )}
      </td>
      <td className="end running-net">
        {money?.net == null ? <Nothing /> : <AmountText value={money.net} />}
      </td>
      <td className="end wide">{event.revision}</td>
      <td className="mono wide">
        {event.partition}:{event.offset}
      </td>
    </tr>
  );
}
