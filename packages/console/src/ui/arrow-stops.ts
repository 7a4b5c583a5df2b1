import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';

interface ArrowStops<Box extends HTMLElement> {
  /** Of the element around the buttons, and of nothing else that has any. */
  readonly box: RefObject<Box | null>;
  /** The button that the tab key stops at. */
  readonly stop: number;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  /** A button that was reached in another way is the next stop. */
  readonly onReach: (index: number) => void;
}

/** Many buttons in a row as one stop of the tab key: arrows go from one to the next, Home and End to either end. */
export function useArrowStops<Box extends HTMLElement>(count: number): ArrowStops<Box> {
  const box = useRef<Box>(null);
  const [reached, setReached] = useState(count - 1);
  const stop = Math.min(reached, count - 1);
  return {
    box,
    stop,
    onReach: setReached,
    onKeyDown(event) {
      const by = { ArrowRight: 1, ArrowLeft: -1, Home: -count, End: count }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      const next = Math.min(Math.max(stop + by, 0), count - 1);
      setReached(next);
      box.current?.querySelectorAll('button')[next]?.focus();
    },
  };
}
