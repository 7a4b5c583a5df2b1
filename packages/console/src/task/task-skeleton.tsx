const CARDS = ['facts', 'answer', 'answer', 'life'] as const;

/** Stands where the parts of a task will stand, about as large as they are. */
export function TaskSkeleton() {
  return (
    <div className="task" aria-busy="true" role="status" aria-label="Loading the task">
      <span className="skeleton" data-of="back" />
      <span className="skeleton" data-of="title" />
      <div className="halves">
        {CARDS.map((of, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change
          <span key={index} className="card skeleton" data-of={of} />
        ))}
      </div>
    </div>
  );
}
