import { beforeEach, describe, expect, it } from 'vitest'
import { newToken } from './accounts/random.ts'
import { makeLog } from './log.ts'

let lines: string[]
beforeEach(() => void (lines = []))
const log = makeLog('info', { write: (line: string) => void lines.push(line) })
const said = () => lines.join('')

describe('the log', () => {
  it('is a line of JSON for each thing', () => {
    log.warn({ route: '/sync/v1', ms: 12 }, 'slow')
    log.info('started')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { level: 40, route: '/sync/v1', ms: 12, msg: 'slow' },
      { level: 30, msg: 'started' },
    ])
  })

  it.each([
    ['a password', { password: 'a long password' }, 'a long password'],
    ['a password in what was sent', { wish: { name: 'x', password: 'a long password' } }, 'a long'],
    ['a cookie', { headers: { cookie: 'branchbook=abc' } }, 'abc'],
    ['a one-time code', { code: '482913' }, '482913'],
    ['a body', { body: '{"minutes":"…"}' }, 'minutes'],
  ])('hides %s', (_what, thing, secret) => {
    log.error(thing, 'something failed')
    expect(said()).toContain('[hidden]')
    expect(said()).not.toContain(secret)
  })

  const token = newToken()
  const number = '11010119900307001X'
  it.each([
    ['a token in an address', `no route /setup/${token}`, token],
    ['an identity number in a message', `constraint failed: ${number}`, number],
    ['an identity number of the old form', 'constraint failed: 110101900307001', '110101900307001'],
    ['a telephone number', `no such person 13800138000`, '13800138000'],
    ['a hash of a password', 'row $argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA is odd', 'argon2id'],
  ])('hides %s, wherever it stands', (_what, message, secret) => {
    log.error(new Error(message))
    log.error({ err: new Error(message), sent: { deep: { down: message } } }, message)
    expect(said()).not.toContain(secret)
    for (const line of lines) JSON.parse(line)
  })

  it('leaves what is no secret: ids, times, revisions, what the database said', () => {
    const error = Object.assign(new Error('database is full'), { code: 'SQLITE_FULL' })
    const known = { edit: 'AAAAAAAAAAAAAAAAAAAAAA', rev: 1_790_000_000, madeAt: 1_790_000_000_000 }
    log.error({ err: error, ...known }, 'failed')
    expect(JSON.parse(said())).toMatchObject({ ...known, err: { code: 'SQLITE_FULL' } })
  })
})
