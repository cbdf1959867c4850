import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './core/styles.css';

import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';

import { ApiError } from './api/client';
import { App } from './app';
import { startWords } from './core/i18n';
import { adoptTheme } from './core/mantine_variables';
import { theme } from './core/theme';
import { trustOwnScripts } from './core/trusted';

trustOwnScripts();
adoptTheme(theme);

// A session that ended on the server ends here too: the sign-in page takes over, the address is kept.
const signedOut = (cause: unknown) => {
  const here = client.getQueryData(['session']);
  if (cause instanceof ApiError && cause.reason === 'session.none' && here) client.setQueryData(['session'], null);
};
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: signedOut }),
  mutationCache: new MutationCache({ onError: signedOut }),
  defaultOptions: {
    // Without a network a question fails and says so; waiting unseen for the network would look like a hang.
    mutations: { networkMode: 'always' },
    queries: {
      networkMode: 'always',
      staleTime: 10_000,
      retry: (count, cause) =>
        count < 2 && cause instanceof ApiError && (cause.status === 0 || cause.status === 429 || cause.status >= 500),
      retryDelay: (count, cause) =>
        cause instanceof ApiError && cause.retryAfterSeconds > 0 ? 1000 * cause.retryAfterSeconds : 1000 * 2 ** count,
      refetchOnWindowFocus: false,
    },
  },
});

await startWords();
createRoot(document.getElementById('root') as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={client}>
      <Notifications position="bottom-center" autoClose={8000} limit={2} zIndex={300} />
      <App />
    </QueryClientProvider>
  </MantineProvider>,
);
