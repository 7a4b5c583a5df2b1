/** Why a task wants a person. `needs=` lists such tasks. */
const NEEDS = {
  usage: 'It succeeded, and no usage was recorded.',
  refund: 'It failed or was canceled, and what was charged was not refunded.',
  charge: 'It used something that costs credits, and nothing was charged.',
  over_refund: 'More was refunded than charged.',
  conflict: 'One entry or usage record came with two contents.',
  callback: 'All attempts to tell the caller failed.',
  attention: 'It has not ended, and its deadline has passed or nothing changed for an hour.',
} as const satisfies Record<string, string>;

export type Need = keyof typeof NEEDS;
export const NEED_NAMES = Object.keys(NEEDS) as [Need, ...Need[]];
