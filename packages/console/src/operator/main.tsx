import '../styles/operator.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { operatorRouter } from './app/operator-router.tsx';
import { takeLinkedToken } from './session/operator-session.ts';

takeLinkedToken();

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={operatorRouter} />
    </QueryClientProvider>
  </StrictMode>,
);
