import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { useTranslation } from 'react-i18next';

import { useSession } from './access/session';
import { SignInPage } from './access/sign_in_page';
import { Broken, Empty, Waiting } from './core/blocks';
import { Shell } from './shell';

const HomePage = lazy(() => import('./assessment/home_page'));
const ImportPage = lazy(() => import('./intake/import_page'));
const ImportFilePage = lazy(() => import('./intake/import_file_page'));
const ChildrenPage = lazy(() => import('./registry/children_page'));
const ChildPage = lazy(() => import('./registry/child_page'));
const NeedsPage = lazy(() => import('./care/needs_page'));
const OffersPage = lazy(() => import('./services/offers_page'));
const PlanPage = lazy(() => import('./allocation/plan_page'));

function NotFound() {
  const { t } = useTranslation();
  return <Empty icon="search" title={t('not_found.title')} hint={t('not_found.hint')} to="/" action={t('nav.home')} />;
}

export function App() {
  const session = useSession();
  if (session.isPending) {
    return (
      <div style={{ padding: 40, maxWidth: 720, margin: '0 auto' }}>
        <Waiting />
      </div>
    );
  }
  if (session.isError) {
    return (
      <main style={{ padding: 24, maxWidth: 640, margin: '0 auto' }}>
        <Broken cause={session.error} onRetry={() => void session.refetch()} />
      </main>
    );
  }
  if (!session.data) return <SignInPage />;
  return (
    <Shell session={session.data}>
      <Suspense fallback={<Waiting />}>
        <Switch>
          <Route path="/" component={HomePage} />
          <Route path="/import" component={ImportPage} />
          <Route path="/import/:id">{({ id }) => <ImportFilePage key={id} id={id} />}</Route>
          <Route path="/children" component={ChildrenPage} />
          <Route path="/children/:id">{({ id }) => <ChildPage key={id} id={id} />}</Route>
          <Route path="/needs" component={NeedsPage} />
          <Route path="/offers" component={OffersPage} />
          <Route path="/plan" component={PlanPage} />
          <Route component={NotFound} />
        </Switch>
      </Suspense>
    </Shell>
  );
}
