import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ExampleServer } from '../../server/example-server.ts'
import { deviceOf } from '../../server/example-server.ts'
import { readServerKeys } from '../../sync/wire/device-keys.ts'
import type { OutboxFileAnswer } from '../../sync/wire/outbox-file.ts'
import { KeyKeeper } from '../../web/lib/data/keys/key-keeper.ts'
import { KeyStore } from '../../web/lib/data/keys/key-store.ts'
import { exportOutbox } from '../../web/lib/data/outbox-export.ts'
import { keepServerKeys } from '../../web/lib/data/keys/recovery.ts'
import { diskAfter, releases, serverAfter } from './fixtures.ts'
import { Phone } from './phone.ts'

let server: ExampleServer
let phone: Phone
let keeper: KeyKeeper
afterEach(async () => {
  await phone.close()
  await server.close()
})

const whose = { accountId: 'account-secretary', device: deviceOf('secretary') }
const now = () => server.clock.now

/** What the phone does when it is online. */
async function equip() {
  const headers = { cookie: await server.signIn('secretary') }
  const answer = await server.app.request('/api/device-keys', { headers })
  const given = readServerKeys(await answer.json())
  if (!given) throw new Error('the server gave no keys')
  await keepServerKeys(keeper.notes, whose, await keeper.cipherFor(whose.accountId), given, now())
}
const written = () => exportOutbox({ store: phone.store, keeper, now }, whose)

async function bring(file: string) {
  const headers = { cookie: await server.signIn('clerk') }
  const init = { method: 'POST', headers, body: file }
  return (await (await server.app.request('/api/outbox-file', init)).json()) as OutboxFileAnswer
}

describe.each(releases)('the unsent work a phone of %s kept', (release) => {
  beforeEach(async () => {
    server = await serverAfter(release)
    phone = await Phone.start({ person: 'secretary', server, disk: await diskAfter(release) })
    keeper = new KeyKeeper(new KeyStore({ indexedDB: phone.disk }))
  })

  it('P1, P3: goes as a file through other hands, and the phone becomes clean by its next contact', async () => {
    await equip()
    const waiting = (await phone.store.outbox()).flatMap(({ edits }) =>
      edits.filter(({ refused }) => !refused),
    )
    expect(waiting.length).toBeGreaterThan(1)
    const file = await written()
    if (!file.ok) throw new Error(file.failure)
    expect(file.value.edits).toBe(waiting.length)
    expect(await bring(file.value.text)).toMatchObject({
      kind: 'taken',
      counts: { accepted: waiting.length, duplicate: 0, refused: 0, later: 0 },
    })
    // Nothing is settled here but by the server's own word.
    expect((await phone.store.outbox()).length).toBeGreaterThan(0)
    expect(await phone.sync('after')).toEqual({ kind: 'confirmed' })
    const verdicts = phone.exchanges.flatMap(
      ({ reply }) => (reply as { verdicts?: { result: string }[] }).verdicts ?? [],
    )
    expect(new Set(verdicts.map(({ result }) => result))).toEqual(new Set(['duplicate']))
    const left = (await phone.store.outbox()).flatMap(({ edits }) => edits)
    expect(left.every(({ refused }) => refused)).toBe(true)
    expect(await written()).toEqual({ ok: false, failure: 'nothing' })
  })

  it('cannot be written before the phone has heard the server’s key', async () => {
    await keeper.cipherFor(whose.accountId)
    expect(await written()).toEqual({ ok: false, failure: 'noServerKey' })
  })
})
