import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportPlan, ImportResult } from '../../sync/wire/import.ts'
import { ExampleServer } from '../example-server.ts'

const questions = Uint8Array.from(readFileSync('tests/fixtures/question-bank.xlsx'))

let server: ExampleServer
beforeEach(async () => void (server = await ExampleServer.withTownship()))
afterEach(() => server.close())

const upload = (cookie: string, body: string | Uint8Array<ArrayBuffer> = questions) =>
  server.app.request('/api/import/questions', {
    method: 'POST',
    headers: { cookie, 'x-file-name': encodeURIComponent('题库.xlsx') },
    body,
  })
const apply = (cookie: string, id: string) =>
  server.app.request(`/api/import/plans/${id}/apply`, { method: 'POST', headers: { cookie } })

describe('/api/import', () => {
  it('says what a file would do, does it once, and gives the refused rows back', async () => {
    const cookie = await server.signIn('clerk')
    const plan = (await (await upload(cookie)).json()) as ImportPlan
    expect(plan).toMatchObject({ kind: 'questions', file: '题库.xlsx' })
    const stored = () => server.parts.store.read((view) => view.rowsOfType('question'))
    expect(await stored()).toEqual([])
    const result = (await (await apply(cookie, plan.id)).json()) as ImportResult
    expect(result.written).toBe(plan.counts.new)
    expect(await (await apply(cookie, plan.id)).json()).toEqual(result)
    expect(await stored()).toHaveLength(plan.counts.new)
    const file = await server.app.request(`/api/import/plans/${plan.id}/refused.xlsx`, {
      headers: { cookie },
    })
    expect(file.headers.get('content-type')).toContain('spreadsheetml')
  })

  it('is for those who work above a branch', async () => {
    expect((await upload(await server.signIn('secretary'))).status).toBe(403)
    expect((await upload('')).status).toBe(401)
  })

  it("shows nobody another's plan, and forgets plans after half an hour", async () => {
    const cookie = await server.signIn('clerk')
    const { id } = (await (await upload(cookie)).json()) as ImportPlan
    expect((await apply(await server.signIn('secretary'), id)).status).toBe(410)
    server.clock.now += 30 * 60_000
    expect((await apply(cookie, id)).status).toBe(410)
  })

  it('answers in words what is no Excel file or too large', async () => {
    const cookie = await server.signIn('clerk')
    const wrong = await upload(cookie, 'not a workbook')
    expect([wrong.status, await wrong.json()]).toEqual([422, { error: 'notExcel' }])
    const large = await upload(cookie, new Uint8Array(10 * 1024 * 1024 + 1))
    expect([large.status, await large.json()]).toEqual([413, { error: 'tooLarge' }])
  })
})
