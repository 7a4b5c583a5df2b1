import { createRootRoute, createRoute, createRouter, Link } from '@tanstack/react-router';
import { PageState } from '../../ui/parts.tsx';
import { searchAsText } from '../../ui/search-as-text.ts';
import { AuditPage } from '../audit/audit-page.tsx';
import { CallbacksPage } from '../callbacks/callbacks-page.tsx';
import { DeadLetterPage } from '../dead-letters/dead-letter-page.tsx';
import { DeadLettersPage } from '../dead-letters/dead-letters-page.tsx';
import { readLetterFilters } from '../dead-letters/letter-filters.ts';
import { OverviewPage } from '../overview/overview-page.tsx';
import { SettingsPage } from '../settings/settings-page.tsx';
import { TenantsPage } from '../tenants/tenants-page.tsx';
import { OperatorFrame } from './operator-frame.tsx';

// Nothing is loaded later: the pages are to be there, too, while the API is not.

function NoSuchPage() {
  return (
    <PageState title="There is no such page">
      <Link to="/">To the overview</Link>
    </PageState>
  );
}

const root = createRootRoute({ component: OperatorFrame, notFoundComponent: NoSuchPage });

const overview = createRoute({ getParentRoute: () => root, path: '/', component: OverviewPage });

const deadLetters = createRoute({
  getParentRoute: () => root,
  path: '/dead-letters',
  validateSearch: readLetterFilters,
  component: DeadLettersPage,
});

const deadLetter = createRoute({
  getParentRoute: () => root,
  path: '/dead-letters/$topic/$partition/$offset',
  component: DeadLetterPage,
});

const callbacks = createRoute({ getParentRoute: () => root, path: '/callbacks', component: CallbacksPage });

const tenants = createRoute({ getParentRoute: () => root, path: '/tenants', component: TenantsPage });

const audit = createRoute({ getParentRoute: () => root, path: '/audit', component: AuditPage });

const settings = createRoute({ getParentRoute: () => root, path: '/settings', component: SettingsPage });

export const operatorRouter = createRouter({
  routeTree: root.addChildren([overview, deadLetters, deadLetter, callbacks, tenants, audit, settings]),
  basepath: '/operator/console',
  defaultPendingMinMs: 0,
  ...searchAsText,
});

// The tenants' pages register theirs, so that these are a program of their own: tsconfig.operator.json.
declare module '@tanstack/react-router' {
  interface Register {
    router: typeof operatorRouter;
  }
}
