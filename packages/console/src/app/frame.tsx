import { Link, Outlet } from '@tanstack/react-router';
import { activeOf, isOfBrowser, keyStart } from '../session/keys.ts';
import { session, useKeys, useLooking, useNotEnded } from '../session/session.ts';
import { Mark } from '../ui/icons.tsx';
import { KeyMenu } from './key-menu.tsx';
import { SignInPage } from './sign-in.tsx';
import { Standing } from './standing.tsx';
import { StandingNotice } from './standing-notice.tsx';

/** A key that was good when somebody signed in, and is no more. */
function RefusedKey() {
  const active = activeOf(useKeys());
  if (active === null) return null;
  return (
    <div className="notice tone-failed" role="alert">
      <strong>
        The API no longer takes the key <span className="mono">{keyStart(active)}</span>
      </strong>
      <span>
        {isOfBrowser(active) ? 'The session has ended, or its key' : 'It'} was revoked or has expired. What is
        shown is as it was then.
      </span>
      <button className="button" type="button" onClick={() => void session.signOut(active.id)}>
        Sign out of this key
      </button>
    </div>
  );
}

/** For the moment in which nobody knows yet whether the browser has a session. */
function Looking() {
  return (
    <div className="sign-in" aria-busy="true" role="status" aria-label="Looking who is signed in">
      <span className="skeleton" />
    </div>
  );
}

/** Said loudly: whoever leaves the browser now would leave it signed in. */
function NotEnded() {
  const problem = useNotEnded();
  if (problem === null) return null;
  return (
    <div className="notice tone-failed" role="alert">
      <strong>You are still signed in on this browser</strong>
      <span>{problem}</span>
    </div>
  );
}

/** What is around every page. */
export function Frame() {
  const active = activeOf(useKeys());
  const looking = useLooking();
  return (
    <>
      <header className="top">
        <Link to="/tasks" className="brand" aria-label="Taskfold console">
          <Mark />
          <span className="word">Taskfold</span>
        </Link>
        {active === null ? null : (
          <>
            <nav aria-label="Pages">
              <Link to="/tasks" activeOptions={{ includeSearch: false }}>
                Tasks
              </Link>
              <Link to="/usage" activeOptions={{ includeSearch: false }}>
                Usage
              </Link>
              <Link to="/needs" activeOptions={{ includeSearch: false }}>
                Needs attention
              </Link>
              <Link to="/callbacks">Callbacks</Link>
              <Link to="/keys">Keys</Link>
              <Link to="/events">Publish</Link>
            </nav>
            <div className="right">
              <Standing />
              <KeyMenu />
            </div>
          </>
        )}
      </header>
      {active === null ? null : <StandingNotice />}
      <main key={active?.id ?? 'none'}>
        {active?.refused === true ? <RefusedKey /> : null}
        <NotEnded />
        {active === null ? looking ? <Looking /> : <SignInPage /> : <Outlet />}
      </main>
    </>
  );
}
