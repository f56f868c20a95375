import { afterEach, expect, test, vi } from 'vitest'
import { ApiError, api, onSignedOut } from './client'

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/problem+json' } })

function answers(...replies: (Response | Error)[]) {
  const calls: string[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    calls.push(`${init.method} ${url}`)
    const reply = replies.shift()
    if (!reply) throw new Error('one request too many')
    if (reply instanceof Error) throw reply
    return reply
  })
  return calls
}

afterEach(() => vi.unstubAllGlobals())

test('a problem becomes an error with its code, parameters and field errors', async () => {
  answers(
    json(422, {
      status: 422,
      code: 'validation_failed',
      params: { n: 1 },
      errors: [{ path: '/name', code: 'required' }],
    }),
  )
  const error = await api.post('/flows', {}).catch((e: unknown) => e)
  expect(error).toBeInstanceOf(ApiError)
  expect(error).toMatchObject({ status: 422, code: 'validation_failed', params: { n: 1 } })
  expect((error as ApiError).errors[0]?.path).toBe('/name')
})

test('an ended session is renewed once and the request repeated', async () => {
  const calls = answers(json(401, { code: 'unauthorized' }), json(200, {}), json(200, { id: '1' }))
  expect(await api.get('/flows/1')).toEqual({ id: '1' })
  expect(calls).toEqual(['GET /api/v1/flows/1', 'POST /api/v1/auth/refresh', 'GET /api/v1/flows/1'])
})

test('when it cannot be renewed, listeners hear that the person is signed out', async () => {
  answers(json(401, { code: 'unauthorized' }), json(401, { code: 'unauthorized' }))
  const heard = vi.fn()
  const stop = onSignedOut(heard)
  await expect(api.get('/me')).rejects.toMatchObject({ status: 401 })
  stop()
  expect(heard).toHaveBeenCalledOnce()
})

test('a line that is down is told apart from a refusal', async () => {
  answers(new TypeError('failed'))
  await expect(api.put('/flows/1/draft', {})).rejects.toMatchObject({ code: 'offline', offline: true })
})

test('an answer that is no problem document still has a code', async () => {
  answers(new Response('<html>bad gateway</html>', { status: 502 }))
  await expect(api.get('/flows')).rejects.toMatchObject({ status: 502, code: 'server_unavailable' })
})
