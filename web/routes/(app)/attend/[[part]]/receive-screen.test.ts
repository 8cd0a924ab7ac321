import { expect, test } from 'vitest'
import { writeMemberCode } from '#lib/roll/attendance-code.ts'
import { fail, succeed } from '#sync/result.ts'
import { exampleApp, secretary } from './example-app.ts'
import { ReceiveScreen } from './receive-screen.svelte.ts'

const nowMs = Date.parse('2026-10-14T01:30:00.000Z')
const member = { personId: 'p', branchId: 'b', name: '王伟', branchName: '东村' }
const [own, other] = ['k'.repeat(43), 'o'.repeat(43)]

function atTheDoor(held: object = {}) {
  const startsAt = '2026-10-14T01:30:00.000Z'
  const meeting = { id: 'm', body: { branchId: 'b', startsAt, kinds: ['themeDay'] } }
  const codeKey = { id: 'codeKey:p', body: { branchId: 'b', keys: { k1: own } } }
  const { app, said } = exampleApp({ meeting: [meeting], codeKey: [codeKey], ...held }, nowMs)
  const screen = new ReceiveScreen(app, secretary, 'm')
  const told = () => [screen.count, screen.received.map(({ verdict }) => verdict)]
  return { screen, said, told }
}

test('a code of a while ago, or made up, notes nobody and keeps nobody from showing his own', async () => {
  const { screen, said, told } = atTheDoor()
  await screen.read(writeMemberCode(own, member, nowMs - 600_000))
  expect(told()).toEqual([0, ['late']])
  await screen.read(writeMemberCode(other, member, nowMs))
  expect(told()).toEqual([0, ['forged']])
  await screen.read(writeMemberCode(own, member, nowMs))
  expect(told()).toEqual([1, ['good']])
  expect(said.written).toMatchObject([{ id: 'attendance:m:p', fields: { status: 'present' } }])
  // And whoever is received stays so, whatever is held before the camera next.
  await screen.read(writeMemberCode(other, member, nowMs + 30_000))
  expect(told()).toEqual([1, ['good']])
  expect(said.written).toHaveLength(1)
})

test('two codes of one person at once: the good one stands', async () => {
  const { screen, told } = atTheDoor()
  const good = screen.read(writeMemberCode(own, member, nowMs))
  await Promise.all([good, screen.read(writeMemberCode(own, member, nowMs - 600_000))])
  expect(told()).toEqual([1, ['good']])
})

test('a code that the disk did not take is tried again as long as it is shown', async () => {
  const { screen, said, told } = atTheDoor()
  const code = writeMemberCode(own, member, nowMs)
  said.write = fail({ kind: 'full' })
  await screen.read(code)
  expect([screen.trouble, ...told()]).toEqual(['notKept', 0, []])
  said.write = succeed([])
  await screen.read(code)
  expect([screen.trouble, ...told()]).toEqual([undefined, 1, ['good']])
})

test('whoever moved is received as what he is now, by a code that names the branch he has left', async () => {
  const living = (branchId: string) => ({
    person: [{ id: 'p', body: { name: '王伟', branchId, kind: 'full' } }],
    organisation: [{ id: 'c', body: { name: '西村' } }],
  })
  const shows = async (branchId: string, code: typeof member) => {
    const { screen, said } = atTheDoor(living(branchId))
    await screen.read(writeMemberCode(own, code, nowMs))
    return said.written[0]
  }
  // He came to this branch, and his phone has not heard of it.
  const here = await shows('b', { ...member, branchId: 'c', branchName: '西村' })
  expect(here).not.toHaveProperty('fields.guestName')
  // He left it.
  expect(await shows('c', member)).toMatchObject({
    fields: { guestName: '王伟', guestFrom: '西村', homeBranchId: 'c' },
  })
})

test('what was said of a foreign code goes when another is seen', async () => {
  const { screen, told } = atTheDoor()
  await screen.read('https://example.com')
  expect(screen.trouble).toBe('other')
  await screen.read(writeMemberCode(other, member, nowMs))
  expect([screen.trouble, ...told()]).toEqual([undefined, 0, ['forged']])
})
