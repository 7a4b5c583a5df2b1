import { eventsFrom, type Scenario, yesterday } from '../scenario.ts';

const gateway = eventsFrom('/gateway/eu-1');
const worker = eventsFrom('/workers/image-7');
const billing = eventsFrom('/billing');

/** Of a private network: no callback goes there unless an operator allows it, so that the demonstration calls nobody. */
const CALLBACK_URL = 'https://10.20.0.7/hooks/tasks';

export const imageCallerNotTold: Scenario = {
  prefix: 'pic',
  tenant: 'first',
  askedWith: 'website',
  shows: 'a success of yesterday whose caller was charged and could not be told',
  steps: [
    gateway(
      1.5,
      'task.created',
      'created',
      {
        capability: 'image.generate',
        model: 'aurora-image-2',
        input: { prompt: 'A red bicycle leaning on a white wall', n: 2 },
        metadata: { campaign: 'autumn', customer: 'north-17' },
        callback: { url: CALLBACK_URL },
      },
      yesterday(600),
    ),
    billing(
      1.5,
      'task.charged',
      'charged',
      { entry_id: 'charge_1', amount_credits: '80.0000' },
      yesterday(601),
    ),
    worker(1.5, 'task.started', 'started', { attempt: 1 }, yesterday(602)),
    worker(
      1.5,
      'task.succeeded',
      'succeeded',
      {
        output: {
          images: [
            { url: 'https://cdn.example.com/img/bicycle-1.png' },
            { url: 'https://cdn.example.com/img/bicycle-2.png' },
          ],
        },
      },
      yesterday(611),
    ),
    billing(
      1.5,
      'task.usage_recorded',
      'usage',
      {
        image_count: 2,
        image_pixels: 2097152,
        lines: [{ meter: 'image_count', quantity: '2', unit: 'image', billed_amount_credits: '80.0000' }],
      },
      yesterday(612),
    ),
    billing(1.5, 'task.billing_settled', 'settled', {}, yesterday(620)),
  ],
};
