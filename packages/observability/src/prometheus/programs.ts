/** One package of Debian has both. */
const PACKAGE = {
  package: 'prometheus',
  size: '19 MB',
  howTo:
    'install it (Debian, Ubuntu: apt install prometheus; macOS: brew install prometheus). ' +
    'The tests of alarms and dashboards need it, and nothing else does.',
};

export const PROMTOOL = { name: 'promtool', path: 'usr/bin/promtool', ...PACKAGE };
export const PROMETHEUS = { name: 'Prometheus', path: 'usr/bin/prometheus', ...PACKAGE };
