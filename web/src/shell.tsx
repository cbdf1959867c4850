// The frame around every page: where one is, where one can go, whose county this is, whether the server is there.
import { ActionIcon, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useNetwork } from '@mantine/hooks';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';

import { isFamily, mayDo, type Operation } from './access/may';
import { SyntheticBanner } from './access/banner';
import { ConfirmDialog } from './access/confirm_dialog';
import { LanguageSwitch } from './access/language_switch';
import { useSignOut } from './access/session';
import { NewNotices } from './access/sign_in_notices';
import type { Session } from './api/types';
import { Icon, type IconName } from './core/icon';
import { ProtectionNotice } from './core/protection_notice';

type Place = { to: string; icon: IconName; key: string; needs?: Operation | readonly Operation[] };
const places: Place[] = [
  { to: '/', icon: 'home', key: 'nav.home' },
  { to: '/plan', icon: 'plan', key: 'nav.plan', needs: 'see_plan' },
  { to: '/children', icon: 'children', key: 'nav.children', needs: 'see_children' },
  { to: '/handovers', icon: 'next', key: 'nav.handovers', needs: ['answer_handover', 'offer_handover'] },
  { to: '/duplicates', icon: 'search', key: 'nav.duplicates', needs: 'link_children' },
  { to: '/needs', icon: 'needs', key: 'nav.needs', needs: 'see_needs' },
  { to: '/offers', icon: 'offers', key: 'nav.offers', needs: 'see_offers' },
  { to: '/import', icon: 'import', key: 'nav.import', needs: 'import_records' },
  { to: '/people', icon: 'person', key: 'nav.people', needs: ['manage_accounts', 'assign_children'] },
  { to: '/journal', icon: 'clock', key: 'nav.journal', needs: 'audit_journal' },
  { to: '/rights', icon: 'shield', key: 'nav.rights', needs: 'see_policy' },
  { to: '/publications', icon: 'file', key: 'nav.publications', needs: 'publish_counts' },
  { to: '/definitions', icon: 'filter', key: 'nav.definitions', needs: ['see_needs', 'publish_counts'] },
  { to: '/rules', icon: 'check', key: 'nav.rules', needs: 'change_rules' },
];

// Whose rights end at assigned children have these for a first page.
const seesOwnOnly = (session: Session) => mayDo(session, 'see_children') && !mayDo(session, 'see_needs');
const familyPlaces: Place[] = [{ to: '/', icon: 'children', key: 'nav.family' }];
const placesOf = (session: Session) =>
  isFamily(session)
    ? familyPlaces
    : places.filter((place) =>
        place.to === '/' ? !seesOwnOnly(session) : !place.needs || [place.needs].flat().some((each) => mayDo(session, each)));

const isHere = (path: string, to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));

function PlaceLinks({ of }: { of: Place[] }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  return of.map((place) => (
    <li key={place.to}>
      <Link href={place.to} aria-current={isHere(path, place.to) ? 'page' : undefined}>
        <Icon name={place.icon} size={22} />
        <span>{t(place.key)}</span>
      </Link>
    </li>
  ));
}

function Mark({ session }: { session: Session }) {
  return (
    <Link href="/" className="mark">
      <img src="/favicon.svg" alt="" width={32} height={32} />
      <span>
        CareGrid
        <small>{session.county.name}</small>
      </span>
    </Link>
  );
}

function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={44}
      aria-label={dark ? t('scheme.to_light') : t('scheme.to_dark')}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
      style={{ color: 'var(--ink)' }}
    >
      <Icon name={dark ? 'sun' : 'moon'} />
    </ActionIcon>
  );
}

function Rail({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const signOut = useSignOut();
  return (
    <div className="rail">
      <Mark session={session} />
      <nav aria-label={t('nav.main')}>
        <ul className="rail-links">
          <PlaceLinks of={placesOf(session)} />
        </ul>
      </nav>
      <div className="rail-foot">
        <div style={{ padding: '0 12px 8px', lineHeight: 1.4 }}>
          <div style={{ fontWeight: 600 }}>{session.name}</div>
          <div className="soft small">
            {t(`role.${session.role}`)}
            {session.area.code !== session.county.code ? ` · ${session.area.name}` : ''}
          </div>
          <Link href="/security" className="security-link" aria-current={path === '/security' ? 'page' : undefined}>
            <Icon name="key" size={16} />
            {t('security.title')}
          </Link>
        </div>
        <div className="row" style={{ gap: 0, justifyContent: 'space-between' }}>
          <LanguageSwitch />
          <span className="row" style={{ gap: 0 }}>
            <SchemeSwitch />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={44}
              aria-label={t('sign_out')}
              onClick={() => signOut.mutate()}
              style={{ color: 'var(--ink)' }}
            >
              <Icon name="out" />
            </ActionIcon>
          </span>
        </div>
      </div>
    </div>
  );
}

function BottomTabs({ session }: { session: Session }) {
  const { t } = useTranslation();
  const [path, navigate] = useLocation();
  const signOut = useSignOut();
  const mine = placesOf(session);
  const rest = mine.slice(4);
  const inRest = path === '/security' || rest.some((place) => isHere(path, place.to));
  return (
    <nav className="tabs-bottom" aria-label={t('nav.main')}>
      <ul className="tab-links">
        <PlaceLinks of={mine.slice(0, 4)} />
        <li>
          <Menu position="top-end" width={240} shadow="md">
            <Menu.Target>
              <button type="button" aria-current={inRest ? 'page' : undefined}>
                <Icon name="more" size={22} />
                <span>{t('nav.more')}</span>
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>
                {session.name} · {t(`role.${session.role}`)}
              </Menu.Label>
              {rest.map((place) => (
                <Menu.Item
                  key={place.to}
                  h={48}
                  leftSection={<Icon name={place.icon} />}
                  onClick={() => navigate(place.to)}
                >
                  {t(place.key)}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item h={48} leftSection={<Icon name="key" />} onClick={() => navigate('/security')}>
                {t('security.title')}
              </Menu.Item>
              <Menu.Item h={48} leftSection={<Icon name="out" />} onClick={() => signOut.mutate()}>
                {t('sign_out')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </li>
      </ul>
    </nav>
  );
}

export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  const { t } = useTranslation();
  const { online } = useNetwork();
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    // A new page starts at its top, and is announced; the first one is announced by the browser itself.
    if (first.current) {
      first.current = false;
      return;
    }
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return (
    <>
      <ConfirmDialog />
      <a className="skip" href="#main">
        {t('skip')}
      </a>
      {session.synthetic ? <SyntheticBanner /> : null}
      <ProtectionNotice />
      {online ? null : (
        <div className="notice-offline" role="alert">
          <Icon name="offline" size={18} />
          {t('offline')}
        </div>
      )}
      <div className={session.synthetic ? 'frame below-banner' : 'frame'}>
        <Rail session={session} />
        <div className="topbar">
          <Mark session={session} />
          <LanguageSwitch compact />
          <SchemeSwitch />
        </div>
        <main id="main" className="main" ref={main} tabIndex={-1}>
          <NewNotices session={session} />
          {children}
        </main>
        <BottomTabs session={session} />
      </div>
    </>
  );
}
