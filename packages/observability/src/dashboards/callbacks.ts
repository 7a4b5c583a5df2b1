import { type Dashboard, quantiles, rates } from './dashboard.ts';

export const CALLBACKS_DASHBOARD: Dashboard = {
  name: 'callbacks',
  title: 'Taskfold: callbacks',
  rows: [
    {
      title: 'Telling',
      panels: [
        {
          title: 'Attempts',
          what: 'By outcome and error. `exhausted`: a caller was not told.',
          unit: 'cps',
          queries: [rates('taskfold_callback_attempts_total', ['outcome', 'error'])],
        },
        {
          title: 'Time of an attempt',
          what: 'Of receivers, most of it.',
          unit: 's',
          queries: quantiles('taskfold_callback_attempt_duration_seconds'),
        },
        {
          title: 'From the event to the 2xx',
          what: 'How late callers hear of it, retries included.',
          unit: 's',
          queries: quantiles('taskfold_callback_delivery_seconds').map((query) => ({
            ...query,
            isMostlyEmpty: true,
          })),
        },
        {
          title: 'Backlog',
          what: 'Deliveries that are due, and that wait for their next attempt.',
          queries: [{ expr: 'max by (state) (taskfold_callback_backlog)', legend: '{{state}}' }],
        },
        {
          title: 'Oldest that is due',
          what: 'Also of receivers that do not answer: see the hosts left alone.',
          unit: 's',
          queries: [{ expr: 'max(taskfold_callback_oldest_due_seconds)', legend: 'due for' }],
        },
        {
          title: 'In flight, and receivers left alone',
          what: 'Attempts that are being made; hosts that do not answer.',
          queries: [
            { expr: 'sum(taskfold_callback_in_flight)', legend: 'in flight' },
            { expr: 'max(taskfold_callback_open_breakers)', legend: 'hosts left alone' },
          ],
        },
        {
          title: 'Results not in the log yet',
          what: 'The outbox of attempts: it empties while the broker is there.',
          queries: [{ expr: 'max(taskfold_callback_outbox_events)', legend: 'outbox' }],
        },
        {
          title: 'Leases',
          what: 'Given back, and lost: the attempt is repeated.',
          unit: 'cps',
          queries: [
            { ...rates('taskfold_callback_leases_returned_total'), legend: 'returned' },
            { ...rates('taskfold_callback_leases_lost_total'), legend: 'lost' },
          ],
        },
      ],
    },
  ],
};
