import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useTranslation } from 'react-i18next';

import { isFamily, mayDo } from './access/may';
import { returnPath } from './access/provider';
import { ProviderReturn } from './access/provider_return';
import { useSession } from './access/session';
import { SetUpPage } from './access/set_up_page';
import { SignInPage } from './access/sign_in_page';
import type { Session } from './api/types';
import { Broken, Empty, Waiting } from './core/blocks';
import { Fence } from './core/fence';
import { Shell } from './shell';

const pages = {
  home: () => import('./assessment/home_page'),
  imports: () => import('./intake/import_page'),
  importFile: () => import('./intake/import_file_page'),
  children: () => import('./registry/children_page'),
  child: () => import('./registry/child_page'),
  register: () => import('./registry/register_page'),
  needs: () => import('./care/needs_page'),
  offers: () => import('./services/offers_page'),
  plan: () => import('./allocation/plan_page'),
  reviews: () => import('./access/reviews_page'),
  journal: () => import('./access/journal_page'),
  rights: () => import('./access/policy_page'),
  publications: () => import('./assessment/publications_page'),
  exports: () => import('./assessment/exports_page'),
  security: () => import('./access/security_page'),
  people: () => import('./access/accounts_page'),
  audit: () => import('./access/audit_page'),
  handovers: () => import('./registry/handovers_page'),
  erasures: () => import('./registry/erasures_page'),
  lists: () => import('./intake/lists_page'),
  comparison: () => import('./registry/comparison_page'),
  duplicates: () => import('./registry/duplicates_page'),
  family: () => import('./registry/family_page'),
  definitions: () => import('./registry/definitions_page'),
  unsettled: () => import('./registry/unsettled_page'),
  rules: () => import('./registry/rules_page'),
};
const HomePage = lazy(pages.home);
const ImportPage = lazy(pages.imports);
const ImportFilePage = lazy(pages.importFile);
const ChildrenPage = lazy(pages.children);
const ChildPage = lazy(pages.child);
const RegisterPage = lazy(pages.register);
const NeedsPage = lazy(pages.needs);
const OffersPage = lazy(pages.offers);
const PlanPage = lazy(pages.plan);
const ReviewsPage = lazy(pages.reviews);
const JournalPage = lazy(pages.journal);
const PolicyPage = lazy(pages.rights);
const PublicationsPage = lazy(pages.publications);
const ExportsPage = lazy(pages.exports);
const SecurityPage = lazy(pages.security);
const AccountsPage = lazy(pages.people);
const AuditPage = lazy(pages.audit);
const HandoversPage = lazy(pages.handovers);
const ErasuresPage = lazy(pages.erasures);
const DuplicatesPage = lazy(pages.duplicates);
const FamilyPage = lazy(pages.family);
const DefinitionsPage = lazy(pages.definitions);
const UnsettledPage = lazy(pages.unsettled);
const RulesPage = lazy(pages.rules);
const ListsPage = lazy(pages.lists);
const ComparisonPage = lazy(pages.comparison);

/// Once the first page stands, the others are fetched too (a few kB each), so that going there needs no network.
function usePagesAhead(signedIn: boolean) {
  useEffect(() => {
    if (!signedIn) return undefined;
    const timer = window.setTimeout(() => {
      for (const load of Object.values(pages)) load().catch(() => undefined);
    }, 1500);
    return () => window.clearTimeout(timer);
  }, [signedIn]);
}

/// The guide to a second factor, from when one is due until its recovery codes are kept: the server is content a step
/// before, and a page that went on by itself then would take the codes away unread.
function useSetUp(session: Session | null | undefined) {
  const client = useQueryClient();
  const [guided, setGuided] = useState('');
  const account = session?.account ?? '';
  if (session?.second_factor_due && guided !== account) setGuided(account);
  if (!session && guided !== '') setGuided('');
  const finish = async () => {
    // The server's word first: while the old answer still says that a factor is due, the guide would begin again.
    await client.invalidateQueries({ queryKey: ['session'] });
    setGuided('');
    void client.invalidateQueries();
  };
  return { isDue: guided !== '' && guided === account, finish };
}

function NotFound() {
  const { t } = useTranslation();
  return <Empty icon="search" title={t('not_found.title')} hint={t('not_found.hint')} to="/" action={t('nav.home')} />;
}

export function App() {
  const session = useSession();
  const [path] = useLocation();
  const setUp = useSetUp(session.data);
  usePagesAhead(Boolean(session.data) && !setUp.isDue);
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
  if (path === returnPath) return <ProviderReturn />;
  if (!session.data) return <SignInPage />;
  if (setUp.isDue) return <SetUpPage session={session.data} onDone={() => void setUp.finish()} />;
  // Those who see the children assigned to them, and no county in numbers, begin with these.
  const seesOwnOnly = mayDo(session.data, 'see_children') && !mayDo(session.data, 'see_needs');
  const firstPage = isFamily(session.data) ? FamilyPage : seesOwnOnly ? ChildrenPage : HomePage;
  return (
    <Shell session={session.data}>
      <Fence key={path}>
        <Suspense fallback={<Waiting />}>
          <Switch>
            <Route path="/" component={firstPage} />
            <Route path="/import" component={ImportPage} />
            <Route path="/import/:id">{({ id }) => <ImportFilePage key={id} id={id} />}</Route>
            <Route path="/children" component={ChildrenPage} />
            <Route path="/register" component={RegisterPage} />
            <Route path="/children/:id">{({ id }) => <ChildPage key={id} id={id} />}</Route>
            <Route path="/needs" component={NeedsPage} />
            <Route path="/offers" component={OffersPage} />
            <Route path="/plan" component={PlanPage} />
            <Route path="/reviews" component={ReviewsPage} />
            <Route path="/journal" component={JournalPage} />
            <Route path="/rights" component={PolicyPage} />
            <Route path="/publications" component={PublicationsPage} />
            <Route path="/exports" component={ExportsPage} />
            <Route path="/security" component={SecurityPage} />
            <Route path="/people" component={AccountsPage} />
            <Route path="/audit" component={AuditPage} />
            <Route path="/handovers" component={HandoversPage} />
            <Route path="/lists" component={ListsPage} />
            <Route path="/comparison" component={ComparisonPage} />
            <Route path="/duplicates" component={DuplicatesPage} />
            <Route path="/erasures" component={ErasuresPage} />
            <Route path="/definitions" component={DefinitionsPage} />
            <Route path="/unsettled" component={UnsettledPage} />
            <Route path="/rules" component={RulesPage} />
            <Route component={NotFound} />
          </Switch>
        </Suspense>
      </Fence>
    </Shell>
  );
}
