import { describe, expect, test, vi } from 'vitest'
import type { Upload } from './import-client.ts'
import { importClient } from './import-client.ts'

const file = new File(['x'], '石槽村.xlsx')
const noSignal = new AbortController().signal
const never: typeof fetch = () => Promise.reject(new Error('not asked'))
const noUpload: Upload = () => Promise.reject(new Error('not asked'))

const planning = (upload: Upload, signal = noSignal) =>
  importClient({ fetch: never, upload }).plan('roster', file, () => undefined, signal)
const answering = (status: number, body: unknown) =>
  planning(async () => ({ status, text: JSON.stringify(body) }))

describe('a dry run', () => {
  test('sends the file under its name, percent-encoded', async () => {
    const asked: Parameters<Upload>[0][] = []
    await planning(async (request) => {
      asked.push(request)
      return { status: 200, text: '{"id":"p"}' }
    })
    expect(asked[0]).toMatchObject({
      path: '/api/import/roster',
      headers: { 'x-file-name': '%E7%9F%B3%E6%A7%BD%E6%9D%91.xlsx' },
      body: file,
    })
  })

  test('answers the plan, or the failure with what belongs to it', async () => {
    expect(await answering(200, { id: 'p' })).toEqual({ ok: true, value: { id: 'p' } })
    const failure = { error: 'missingColumns', names: ['姓名'] }
    expect(await answering(422, failure)).toEqual({ ok: false, failure })
  })

  test('a portal’s page, no network and a stop are told apart', async () => {
    const portal = await planning(async () => ({ status: 200, text: '<html>' }))
    expect(portal).toEqual({ ok: false, failure: { error: 'unreachable' } })
    expect(await planning(noUpload)).toEqual({ ok: false, failure: { error: 'unreachable' } })
    const control = new AbortController()
    control.abort()
    expect(await planning(noUpload, control.signal)).toEqual({
      ok: false,
      failure: { error: 'stopped' },
    })
  })
})

describe('applying', () => {
  const applying = (fetchNow: typeof fetch) =>
    importClient({ fetch: fetchNow, upload: noUpload }).apply('plan-1', () => undefined)

  test('answers what was written', async () => {
    const asked: unknown[] = []
    const result = { written: 3, refused: [] }
    const answer = await applying(async (path, init) => {
      asked.push(path, init?.method)
      return Response.json(result)
    })
    expect(answer).toEqual({ ok: true, value: result })
    expect(asked).toEqual(['/api/import/plans/plan-1/apply', 'POST'])
  })

  test('tells every second how far it is, until it is answered', async () => {
    vi.useFakeTimers()
    const progress = { done: 50, of: 120 }
    let answerApply = (_response: Response) => undefined as void
    let refused = false
    const fetchNow: typeof fetch = (path) => {
      if (String(path).endsWith('/apply'))
        return new Promise((resolve) => void (answerApply = resolve))
      if (refused) return Promise.reject(new Error('no network'))
      return Promise.resolve(Response.json(progress))
    }
    const told: unknown[] = []
    const client = importClient({ fetch: fetchNow, upload: noUpload })
    const applied = client.apply('plan-1', (each) => told.push(each))
    await vi.advanceTimersByTimeAsync(2_100)
    expect(told).toEqual([progress, progress])
    refused = true
    await vi.advanceTimersByTimeAsync(1_000)
    answerApply(Response.json({ written: 1, refused: [] }))
    expect((await applied).ok).toBe(true)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(told).toHaveLength(2)
    expect(vi.getTimerCount()).toBe(0)
    vi.useRealTimers()
  })

  test('a lost answer is not taken for nothing written', async () => {
    expect(await applying(never)).toEqual({ ok: false, failure: { error: 'unanswered' } })
  })

  test('a plan grown too old says so', async () => {
    expect(
      await applying(async () => Response.json({ error: 'expired' }, { status: 410 })),
    ).toEqual({
      ok: false,
      failure: { error: 'expired' },
    })
  })
})

test('the rows that cannot be imported come as a file', async () => {
  const client = importClient({ fetch: async () => new Response('xlsx'), upload: noUpload })
  const answer = await client.refusedRows('p')
  expect(answer.ok && (await answer.value.text())).toBe('xlsx')
})
