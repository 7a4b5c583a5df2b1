import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { askWith } from '../../api/client.ts';
import { problemOf } from '../../api/failures.ts';
import { useActiveKey } from '../../session/session.ts';
import { localTime } from '../../time/format.ts';
import { useArrowStops } from '../../ui/arrow-stops.ts';
import { useNow } from '../../ui/now.ts';
import type { Filters } from '../filters.ts';
import { countsText, firstHour, HOURS, hoursOf, STACKED, sumOfHours, type TaskHour } from './task-hours.ts';

const REFRESH_MS = 15_000;

interface HoursStripProps {
  readonly onFilter: (filter: Filters) => void;
}

/** The last hours at a glance: how many tasks came in each, and where they stand. An hour leads to its tasks. */
export function HoursStrip({ onFilter }: HoursStripProps) {
  const { credential } = useActiveKey();
  const now = useNow();
  const since = firstHour(now);
  const { data, error } = useQuery({
    queryKey: [credential, 'task-counts', since],
    queryFn: ({ signal }) => askWith(credential).tasks.counts({ created_after: since }, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
  const [pointed, setPointed] = useState<TaskHour | null>(null);
  const hours = hoursOf(data?.data ?? [], now);
  const most = Math.max(1, ...hours.map(({ tasks }) => tasks));
  const { box, stop, onKeyDown, onReach } = useArrowStops<HTMLDivElement>(HOURS);
  const sayingOf = (hour: TaskHour) => `${localTime(hour.begin, now)}: ${countsText(hour)}`;
  return (
    <div className="hours">
      <div
        ref={box}
        className="bars"
        role="toolbar"
        aria-label="Tasks by the hour of their creation. Arrows go from hour to hour, Enter to the tasks of one."
        onKeyDown={onKeyDown}
        onPointerLeave={() => setPointed(null)}
      >
        {hours.map((hour, index) => (
          <button
            key={hour.begin}
            type="button"
            tabIndex={index === stop ? 0 : -1}
            aria-label={sayingOf(hour)}
            onPointerEnter={() => setPointed(hour)}
            onFocus={() => {
              onReach(index);
              setPointed(hour);
            }}
            onBlur={() => setPointed(null)}
            onClick={() => onFilter({ created_after: hour.begin, created_before: hour.end })}
          >
            {STACKED.map((status) =>
              hour.counts[status] === undefined ? null : (
                <span
                  key={status}
                  className={`tone-${status}`}
                  style={{ height: `${((hour.counts[status] ?? 0) / most) * 100}%` }}
                />
              ),
            )}
          </button>
        ))}
      </div>
      <p>
        {data === undefined
          ? error === null
            ? ''
            : problemOf(error)
          : pointed === null
            ? `Last ${HOURS} hours: ${countsText(sumOfHours(hours))}`
            : sayingOf(pointed)}
      </p>
    </div>
  );
}
