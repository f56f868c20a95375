// The one door to the server: every request of the editor goes through `request`.
import type { FieldError, Params, Problem } from './types'

const BASE = '/api/v1'

/** What went wrong, as a stable code with parameters; the catalogue holds the sentence. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly params: Params
  readonly errors: FieldError[]
  readonly body: unknown

  constructor(problem: Problem, body?: unknown) {
    super(problem.detail || problem.title || problem.code)
    this.name = 'ApiError'
    this.status = problem.status
    this.code = problem.code
    this.params = problem.params ?? {}
    this.errors = problem.errors ?? []
    this.body = body
  }

  /** The request may not have reached the server: worth another try as it is. */
  get offline(): boolean {
    return this.status === 0
  }
}

export interface RequestOptions {
  query?: Record<string, string | number | boolean | undefined | null>
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
  /** Goes on when the page is left. */
  keepalive?: boolean
  /** Sends an Idempotency-Key, for POSTs that start something. */
  idempotencyKey?: string
}

type Listener = () => void
const signedOut = new Set<Listener>()

/** Called when the session is over and could not be renewed. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener)
  return () => signedOut.delete(listener)
}

function urlOf(path: string, query?: RequestOptions['query']): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value))
  }
  const text = search.toString()
  return `${BASE}${path}${text ? `?${text}` : ''}`
}

async function send(method: string, path: string, options: RequestOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', ...options.headers }
  let body: BodyInit | undefined
  if (options.body instanceof FormData) body = options.body
  else if (options.body instanceof Blob) {
    // A file goes as it is: its numbers are not read and written again.
    headers['Content-Type'] = 'application/json'
    body = options.body
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json'
    body = JSON.stringify(options.body)
  }
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey
  try {
    return await fetch(urlOf(path, options.query), {
      method,
      headers,
      credentials: 'same-origin',
      ...(options.keepalive && { keepalive: true }),
      ...(body !== undefined && { body }),
      ...(options.signal && { signal: options.signal }),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw new ApiError({ status: 0, code: 'offline' })
  }
}

let renewing: Promise<boolean> | undefined

// One renewal serves every request that met a 401 at the same time.
function renew(): Promise<boolean> {
  renewing ??= send('POST', '/auth/refresh', {})
    .then((response) => response.ok)
    .catch(() => false)
    .finally(() => {
      renewing = undefined
    })
  return renewing
}

async function problemOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => undefined)
  const problem = body as Partial<Problem> | undefined
  return new ApiError(
    {
      ...problem,
      status: response.status,
      code: problem?.code ?? (response.status >= 500 ? 'server_unavailable' : 'unexpected'),
    },
    body,
  )
}

const mayRenew = (path: string) => !path.startsWith('/auth/') && path !== '/setup'

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  let response = await send(method, path, options)
  if (response.status === 401 && mayRenew(path)) {
    if (await renew()) response = await send(method, path, options)
    if (response.status === 401) for (const listener of signedOut) listener()
  }
  if (!response.ok) throw await problemOf(response)
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const api = {
  get: <T>(path: string, query?: RequestOptions['query'], options?: RequestOptions) =>
    request<T>('GET', path, { ...options, ...(query && { query }) }),
  post: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('POST', path, { ...options, body }),
  put: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PUT', path, { ...options, body }),
  patch: <T>(path: string, body?: unknown, options?: RequestOptions) => request<T>('PATCH', path, { ...options, body }),
  del: <T = void>(path: string, query?: RequestOptions['query']) =>
    request<T>('DELETE', path, { ...(query && { query }) }),
}

/** A fresh Idempotency-Key; keep it for the retries of the same intention. */
export function intention(): string {
  // randomUUID needs a secure context, and a first start is often plain HTTP on a server's address.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
