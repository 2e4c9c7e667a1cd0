import { useState, type ReactNode } from 'react';
import { Link, Outlet, useRouteContext } from '@tanstack/react-router';
import { useBodyName } from '../api/directory';
import { useIsLive, useLiveEvents } from '../api/live';
import { t } from '../i18n';
import { may } from '../session/me';
import { ProofDialog } from '../session/proof-dialog';
import { Session } from '../session/session';
import { useSessionEnd } from '../session/use-session-end';
import { useSignOut } from '../session/use-sign-out';
import { Button } from '../ui/button';
import { Mark } from './mark';
import { OfflineNotice } from './offline';
import { placesOf } from './places';

/** What stands around every page of a person who is signed in. */
export function Frame(): ReactNode {
  const { me } = useRouteContext({ from: '/inside' });
  const [isOpen, setOpen] = useState(false);
  const bodyName = useBodyName();
  const signOut = useSignOut();
  useSessionEnd();
  const follows = may(me, 'inbox:read');
  useLiveEvents(follows);
  return (
    <Session value={me}>
      <a className="skip" href="#main">
        {t('frame.skip')}
      </a>
      <header className="bar">
        <div className="bar-in">
          <Link to="/" className="bar-name">
            <Mark />
            {t('common.product')}
          </Link>
          <span className="bar-who">
            {t('frame.signedInAs', { name: me.person?.displayName ?? '', body: bodyName(me.organisation) })}
          </span>
          <span className="menu-button">
            <Button
              aria-expanded={isOpen}
              aria-controls="navigation"
              onPress={() => {
                setOpen(!isOpen);
              }}
            >
              {t('frame.menu')}
            </Button>
          </span>
          <Button
            busy={signOut.isPending}
            onPress={() => {
              signOut.mutate();
            }}
          >
            {t('frame.signOut')}
          </Button>
        </div>
      </header>
      <OfflineNotice />
      <div className="frame">
        <nav id="navigation" className="side" aria-label={t('frame.navigation')} data-open={isOpen}>
          <ul>
            {placesOf(me).map(({ to, label }) => (
              <li key={to}>
                <Link
                  to={to}
                  activeOptions={{ exact: to !== '/inbox' && to !== '/meetings', includeSearch: false }}
                  onClick={() => {
                    setOpen(false);
                  }}
                >
                  {t(label)}
                </Link>
              </li>
            ))}
          </ul>
          {follows ? <LiveLine /> : null}
        </nav>
        <main id="main" className="main" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <ProofDialog />
    </Session>
  );
}

function LiveLine(): ReactNode {
  const live = useIsLive();
  return (
    <p className="side-live">
      <span aria-hidden="true" className={live ? 'dot dot-on' : 'dot'} />
      {t(live ? 'frame.live' : 'frame.notLive')}
    </p>
  );
}
