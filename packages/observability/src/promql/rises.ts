/**
 * By how much a counter rose within the time. One whose labels are made with their first event has nothing to rise from, so a series
 * that was not there before counts whole. A Prometheus without its past takes all of them for such.
 *
 * @param window as Prometheus writes durations: `10m`
 */
export function rises(selector: string, window: string): string {
  return `((${selector} unless ${selector} offset ${window}) or increase(${selector}[${window}]))`;
}
