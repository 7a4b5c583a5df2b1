import { useSyncExternalStore } from 'react';

let held = Date.now();

function subscribe(listener: () => void): () => void {
  const timer = setInterval(() => {
    held = Date.now();
    listener();
  }, 1000);
  return () => clearInterval(timer);
}

const read = () => {
  const now = Date.now();
  if (now - held >= 1000) held = now;
  return held;
};

/** The time, which moves by the second. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, read);
}
