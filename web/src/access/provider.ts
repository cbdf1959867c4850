// Signing in through the county's identity provider: there and back again, and out of it.
import { ApiError, post } from '../api/client';
import type { ProviderAddress, Session } from '../api/types';

export const returnPath = '/sign-in/return';
const backKey = 'caregrid.provider.back';

/// A path of ours; anything else, such as another site's address, becomes the home page.
export function ownPath(path: string | null): string {
  return path && /^\/(?![/\\])/.test(path) && !path.startsWith(returnPath) ? path : '/';
}

/// Leaves for the provider; the browser comes back to `returnPath`, and from there to the page it left.
export async function leaveForProvider(confirm: boolean): Promise<never> {
  const { url } = await post<ProviderAddress>('/session/provider', { confirm });
  window.sessionStorage.setItem(backKey, window.location.pathname + window.location.search);
  window.location.assign(url);
  return new Promise<never>(() => undefined);
}

/// The page one left for the provider; known once, so that nothing of it stays in the browser.
export function pathBefore(): string {
  const kept = window.sessionStorage.getItem(backKey);
  window.sessionStorage.removeItem(backKey);
  return ownPath(kept);
}

export type Answer = { state: string; code?: string; issuer?: string; error?: string; one_time_code?: string };

/// What the provider put into the address; the answer is good once, so it goes from the address at once.
export function takeAnswer(): Answer {
  const query = new URLSearchParams(window.location.search);
  window.history.replaceState(null, '', returnPath);
  const value = (name: string) => query.get(name) ?? undefined;
  const answer: Answer = { state: query.get('state') ?? '' };
  const [code, issuer, error] = [value('code'), value('iss'), value('error')];
  return { ...answer, ...(code ? { code } : {}), ...(issuer ? { issuer } : {}), ...(error ? { error } : {}) };
}

export const finishAtProvider = (answer: Answer) => post<Session>('/session/provider/return', answer);

/// Where one signs out of the provider too; null when it offers no such place or does not answer.
export async function providerEnd(): Promise<string | null> {
  try {
    return (await post<ProviderAddress>('/session/provider/end')).url;
  } catch (cause) {
    if (cause instanceof ApiError) return null;
    throw cause;
  }
}
