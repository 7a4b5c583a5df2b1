import { Link, Outlet } from '@tanstack/react-router';
import { Mark } from '../../ui/icons.tsx';
import { operatorSession, useSignedInOperator } from '../session/operator-session.ts';
import { Answered } from './answered.tsx';
import { OperatorMenu } from './operator-menu.tsx';
import { TokenPage } from './token-form.tsx';

/** A token that was good when somebody signed in, and is no more. */
function RefusedToken() {
  return (
    <div className="notice tone-failed" role="alert">
      <strong>The API no longer takes this token</strong>
      <span>What is shown is as it was then.</span>
      <button className="button" type="button" onClick={operatorSession.signOut}>
        Sign in anew
      </button>
    </div>
  );
}

/** What is around every page. */
export function OperatorFrame() {
  const operator = useSignedInOperator();
  return (
    <>
      <header className="top">
        <Link to="/" className="brand">
          <Mark />
          <span className="word">Taskfold</span>
          <span className="badge tone-canceled">operators</span>
        </Link>
        {operator === null ? null : (
          <>
            <nav aria-label="Pages">
              <Link to="/" activeOptions={{ exact: true }}>
                Overview
              </Link>
              <Link to="/dead-letters" search={{}} activeOptions={{ includeSearch: false }}>
                Dead letters
              </Link>
              <Link to="/callbacks">Callbacks</Link>
              <Link to="/tenants">Tenants</Link>
              <Link to="/audit">Audit log</Link>
              <Link to="/settings">Settings</Link>
            </nav>
            <div className="right">
              <Answered />
              <OperatorMenu />
            </div>
          </>
        )}
      </header>
      <main>
        {operator?.refused === true ? <RefusedToken /> : null}
        {operator === null ? <TokenPage /> : <Outlet />}
      </main>
    </>
  );
}
