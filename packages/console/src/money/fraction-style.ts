import type { CSSProperties } from 'react';

/** The room that the fractions of all amounts of a column need, so that their points stand below one another. */
export function fractionStyle(amounts: readonly string[]): CSSProperties {
  const longest = amounts.reduce((most, amount) => {
    const point = amount.indexOf('.');
    return Math.max(most, point < 0 ? 0 : amount.length - point);
  }, 0);
  return { '--fraction': `${longest}ch` } as CSSProperties;
}
