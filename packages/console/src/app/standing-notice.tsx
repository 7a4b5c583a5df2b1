import { type ConnectionState, STALE_SECONDS, useConnection } from '../api/connection.ts';

/** A short hold-up is told at the top right alone. */
const LONG_SECONDS = 2 * STALE_SECONDS;

/** Why nothing moves, and what comes of it. The head of the page says how far behind it is, and says so to those who listen. */
export function StandingNotice() {
  const text = textOf(useConnection());
  if (text === null) return null;
  const [title, ...sentences] = text;
  return (
    <section className="notice tone-canceled across" aria-label="Why nothing moves">
      <strong>{title}</strong>
      <span>{sentences.join(' ')}</span>
    </section>
  );
}

function textOf({ reachable, able, lagSeconds }: ConnectionState): readonly string[] | null {
  if (!reachable) {
    return [
      'The API does not answer.',
      'What is shown is as it was. The API is asked again until it answers.',
    ];
  }
  if (!able) {
    return [
      'The API cannot answer at the moment.',
      'Its database or its log is away, or it has too much to do. Nothing is lost: what is shown is as it was, and the API is asked again until it answers.',
      'Whoever runs Taskfold sees the cause in the console of operators.',
    ];
  }
  if (lagSeconds === null || lagSeconds < LONG_SECONDS) return null;
  return [
    'New events are not shown yet.',
    'The processor that reads them is stopped, or cannot keep up, so tasks stand still here.',
    'Nothing is lost: events wait in the log, and this page follows by itself once they are read.',
    'Whoever runs Taskfold sees the cause in the console of operators.',
  ];
}
