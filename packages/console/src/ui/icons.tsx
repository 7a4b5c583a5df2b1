import type { TaskStatus } from '@taskfold/client';

/** Shapes that tell states apart without their colours. */
const SHAPES = {
  queued: (
    <circle
      cx="6"
      cy="6"
      r="4.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.6"
      strokeDasharray="2.2 1.6"
    />
  ),
  running: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.4" />
      <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z" fill="currentColor" />
    </>
  ),
  succeeded: <path d="M2 6.4 4.8 9.2 10.2 3" fill="none" stroke="currentColor" strokeWidth="1.9" />,
  failed: <path d="m2.6 2.6 6.8 6.8m0-6.8L2.6 9.4" stroke="currentColor" strokeWidth="1.9" />,
  canceled: (
    <>
      <circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="m3 9 6-6" stroke="currentColor" strokeWidth="1.5" />
    </>
  ),
} satisfies Record<TaskStatus, React.ReactNode>;

export type Tone = keyof typeof SHAPES;

/** The shape of a state; says nothing by itself, the word beside it does. */
export function StateIcon({ tone }: { readonly tone: Tone }) {
  return (
    <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false">
      {SHAPES[tone]}
    </svg>
  );
}

export function Mark() {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#1f4fd8" />
      <path d="M8 10h16M8 16h10M8 22h13" stroke="#fff" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
