// The only file that speaks HTTP. Every write carries a client-made id, so sending it twice has one effect.

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly field = '',
    readonly detail = '',
    readonly retryAfterSeconds = 0,
  ) {
    super(`${status} ${reason}`);
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;
type Options = {
  query?: Query;
  body?: unknown;
  bytes?: Blob;
  commandId?: string;
  etag?: string;
  /// What the call is for, when it is not the role's usual work: an emergency.
  purpose?: string;
  signal?: AbortSignal;
};

export function withQuery(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

// crypto.randomUUID exists in secure contexts only; a county's server on its own network may be plain HTTP.
export function newCommandId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

async function problemOf(response: Response): Promise<ApiError> {
  const retryAfter = Number(response.headers.get('Retry-After') ?? 0);
  try {
    const problem = (await response.json()) as { reason?: string; field?: string; detail?: string };
    const reason = problem.reason ?? `http.${response.status}`;
    return new ApiError(response.status, reason, problem.field ?? '', problem.detail ?? '', retryAfter);
  } catch {
    return new ApiError(response.status, `http.${response.status}`, '', '', retryAfter);
  }
}

function requestInit(method: string, options: Options): RequestInit {
  // The server words what it writes into files (the rejected rows) in the reader's language.
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
  if (method !== 'GET') {
    headers['X-CareGrid'] = '1';
    headers['Idempotency-Key'] = options.commandId ?? newCommandId();
  }
  if (options.etag) headers['If-Match'] = options.etag;
  if (options.purpose) headers['X-CareGrid-Purpose'] = options.purpose;
  let body: BodyInit | null = null;
  if (options.bytes) {
    headers['Content-Type'] = 'application/octet-stream';
    body = options.bytes;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    body = JSON.stringify(options.body);
  }
  return { method, headers, body, credentials: 'same-origin', signal: options.signal ?? null };
}

/// Asks the person to prove who they are; false when they would rather not.
type Confirm = () => Promise<boolean>;
let confirmIdentity: Confirm | null = null;
let confirming: Promise<boolean> | null = null;
export function onStepUp(confirm: Confirm | null) {
  confirmIdentity = confirm;
}

/// Requests that are refused together ask once together.
function confirmOnce(): Promise<boolean> {
  confirming ??= (confirmIdentity?.() ?? Promise.resolve(false)).finally(() => {
    confirming = null;
  });
  return confirming;
}

/// One request and its answer, asked again once the person has proved who they are where that is needed.
async function answerOf(method: string, path: string, options: Options): Promise<Response> {
  const init = requestInit(method, options);
  const send = async () => {
    try {
      return await fetch(withQuery(`/api${path}`, options.query), init);
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
      throw new ApiError(0, 'network.unreachable');
    }
  };
  let response = await send();
  if (response.status === 403) {
    const problem = await problemOf(response);
    // A sensitive step: once the person has proved who they are, the same request goes again.
    if (problem.reason !== 'session.step_up' || !(await confirmOnce())) throw problem;
    response = await send();
  }
  if (!response.ok) throw await problemOf(response);
  return response;
}

export async function request<Answer>(method: string, path: string, options: Options = {}): Promise<Answer> {
  const response = await answerOf(method, path, options);
  if (response.status === 204) return undefined as Answer;
  return (await response.json()) as Answer;
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
  request<Answer>('GET', path, { query, signal });
export const post = <Answer>(path: string, body: unknown = {}, commandId?: string) =>
  request<Answer>('POST', path, { body, commandId });

/// Asks for a file by a write (its being given out is recorded) and hands it to the browser to keep.
export async function download(path: string, name: string): Promise<void> {
  const response = await answerOf('POST', path, { body: {} });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/// Sends a file's bytes and tells how much has left; fetch cannot report that, XMLHttpRequest can.
export function upload<Answer>(path: string, name: string, file: Blob, onSent: (share: number) => void) {
  return new Promise<Answer>((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open('POST', `/api${path}`);
    // Not in the address: a file is often named after somebody.
    call.setRequestHeader('X-File-Name', encodeURIComponent(name));
    call.setRequestHeader('Content-Type', 'application/octet-stream');
    call.setRequestHeader('X-CareGrid', '1');
    call.setRequestHeader('Idempotency-Key', newCommandId());
    call.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    call.onerror = () => reject(new ApiError(0, 'network.unreachable'));
    call.onload = () => {
      const answer = parsed(call.responseText);
      if (call.status >= 200 && call.status < 300) return resolve(answer as Answer);
      const problem = (answer ?? {}) as { reason?: string; field?: string; detail?: string };
      reject(new ApiError(call.status, problem.reason ?? `http.${call.status}`, problem.field, problem.detail));
    };
    call.send(file);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
