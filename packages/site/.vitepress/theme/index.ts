import Theme from 'vitepress/theme-without-fonts';
import { h } from 'vue';
import './style.css';

/** What `taskfold tasks timeline` prints on the page of getting started. */
const TIMELINE = `$ npx taskfold tasks timeline first_task
 after     event      what
  0 ms  ●  created    status queued
 1.0 s  ●  started    status running
 1.0 s  ●  charged    charged 40.0000
 9.0 s  ●  succeeded  status succeeded
10.0 s  ●  refunded   refunded 12.5000
10.0 s  =  refunded   duplicate`;

export default {
  extends: Theme,
  Layout: () => h(Theme.Layout, null, { 'home-hero-image': () => h('pre', { class: 'timeline' }, TIMELINE) }),
};
