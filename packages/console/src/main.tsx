import './styles/index.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { maySucceedLater } from './api/failures.ts';
import { router } from './app/router.tsx';
import { takeLinkedKey, takeSessions } from './session/session.ts';

takeLinkedKey();
takeSessions();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 5 && maySucceedLater(error),
      retryDelay: (count) => Math.min(500 * 2 ** count, 8000),
      refetchOnWindowFocus: false,
    },
  },
});

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
