import { expect, it } from 'vitest'
import { askIdentityNumber } from './identity-number.ts'

const answering = (response: () => Response | Promise<Response>) => {
  const asked: [unknown, RequestInit | undefined][] = []
  const fetchNow: typeof fetch = async (address, init) => {
    asked.push([address, init])
    return response()
  }
  return { asked, fetchNow }
}

it('asks with a reason, and lets the browser keep nothing of the answer', async () => {
  const { asked, fetchNow } = answering(() => Response.json({ number: '11010519491231002X' }))
  expect(await askIdentityNumber(fetchNow, 'p/1', '核对志愿书')).toEqual({
    ok: true,
    value: '11010519491231002X',
  })
  expect(asked).toMatchObject([
    [
      '/api/people/p%2F1/identity-number',
      { method: 'POST', cache: 'no-store', body: JSON.stringify({ reason: '核对志愿书' }) },
    ],
  ])
})

it.each([
  ['a refusal', () => Response.json({ error: 'notFound' }, { status: 404 }), 'notFound'],
  ['a page of somebody else’s', () => new Response('<html>登录</html>'), 'unreachable'],
  ['no network', () => Promise.reject(new TypeError('no network')), 'unreachable'],
  ['nonsense', () => Response.json(null), 'unreachable'],
] as const)('%s is a failure with words', async (_what, response, error) => {
  expect(await askIdentityNumber(answering(response).fetchNow, 'p1', '核对')).toMatchObject({
    ok: false,
    failure: { error },
  })
})
