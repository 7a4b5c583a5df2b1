import type { ListedRebuild } from '../ask/operations.ts';

/** `81.6 %, 22,000 offsets left`. Only what has nothing left is at 100 %. */
export function progressText({ folded, live }: NonNullable<ListedRebuild['progress']>): string {
  const left = Math.max(0, live - folded);
  if (left === 0) return '100 %, caught up';
  const percent = Math.min(99.9, Math.floor((folded / live) * 1000) / 10);
  return `${percent.toFixed(1)} %, ${left.toLocaleString('en')} ${left === 1 ? 'offset' : 'offsets'} left`;
}
