import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { whenSignedOut } from './client.ts';
import { connectSearch } from './frame/connect-search.ts';
import { router } from './router.tsx';
import { session } from './session.ts';

whenSignedOut(() => {
  session.set(null);
  if (window.location.pathname === '/sign-in') return;
  const back = `${window.location.pathname}${window.location.search}`;
  void router.navigate({ href: `/sign-in?to=${encodeURIComponent(back)}`, replace: true });
});

connectSearch();

const root = document.querySelector('#root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
