const CHECK_MS = 500;
const parent = process.ppid;

/**
 * When npm started this process and is gone, also by SIGKILL, so is the reason to run: this process is then told to stop
 * as by SIGTERM. Does not keep the process alive.
 */
export function endWithParent() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, CHECK_MS);
  timer.unref();
}
