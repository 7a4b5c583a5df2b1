import {
  createRootRoute,
  createRoute,
  createRouter,
  Link,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { readQueueSearch } from '../needs/queue-search.ts';
import { readFilters } from '../tasks/filters.ts';
import { TasksPage } from '../tasks/tasks-page.tsx';
import { PageState } from '../ui/parts.tsx';
import { searchAsText } from '../ui/search-as-text.ts';
import { readUsageSearch } from '../usage/usage-search.ts';
import { Frame } from './frame.tsx';

function NoSuchPage() {
  return (
    <PageState title="There is no such page">
      <Link to="/tasks">To the tasks</Link>
    </PageState>
  );
}

const root = createRootRoute({ component: Frame, notFoundComponent: NoSuchPage });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/tasks', replace: true });
  },
});

const tasks = createRoute({
  getParentRoute: () => root,
  path: '/tasks',
  validateSearch: readFilters,
  component: TasksPage,
});

const task = createRoute({
  getParentRoute: () => root,
  path: '/tasks/$taskId',
  component: lazyRouteComponent(() => import('../task/task-page.tsx'), 'TaskPage'),
});

const usage = createRoute({
  getParentRoute: () => root,
  path: '/usage',
  validateSearch: readUsageSearch,
  component: lazyRouteComponent(() => import('../usage/usage-page.tsx'), 'UsagePage'),
});

const needs = createRoute({
  getParentRoute: () => root,
  path: '/needs',
  validateSearch: readQueueSearch,
  component: lazyRouteComponent(() => import('../needs/needs-page.tsx'), 'NeedsPage'),
});

const callbacks = createRoute({
  getParentRoute: () => root,
  path: '/callbacks',
  component: lazyRouteComponent(() => import('../callbacks/callbacks-page.tsx'), 'CallbacksPage'),
});

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyRouteComponent(() => import('../keys/keys-page.tsx'), 'KeysPage'),
});

const events = createRoute({
  getParentRoute: () => root,
  path: '/events',
  component: lazyRouteComponent(() => import('../events/events-page.tsx'), 'EventsPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([home, tasks, task, usage, needs, callbacks, keys, events]),
  basepath: '/console',
  defaultPendingMinMs: 0,
  ...searchAsText,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
