// Whoever is signed in can send what he likes: only the server's answer counts.
import { expect, test } from './fixtures.ts'
import { ByHand, freshId } from './harness/by-hand.ts'

const theSameMinute = { kinds: ['themeDay'], startsAt: '2026-11-01T01:30:00.000Z' }

test('P4: a member who asks for buckets of others, and of his own branch’s files, gets none of their rows', async ({
  server,
}) => {
  const township = await ByHand.as('township', server)
  const member = await ByHand.as('driver', server)
  const { branchId, personId } = member.actor
  const others = (await township.rows()).filter(
    ({ type, id }) => type === 'organisation' && id !== branchId,
  )
  expect(others.length).toBeGreaterThan(20)

  const wished = [branchId, ...others.map(({ id }) => id)].flatMap((id) => [
    `branch/${id}/files`,
    `branch/${id}/people`,
    `branch/${id}/public/2026`,
    `branch/${id}/work/2026`,
  ])
  const rows = await member.rows(wished)

  const files = rows.filter(({ type }) => type === 'personFile')
  expect(files.map(({ body }) => body['personId'])).toEqual([personId])
  const attendance = rows.filter(({ type }) => type === 'attendance')
  expect(attendance.length).toBeGreaterThan(0)
  expect(new Set(attendance.map(({ body }) => body['personId']))).toEqual(new Set([personId]))
  const meetings = rows.filter(({ type }) => type === 'meeting')
  expect(meetings.length).toBeGreaterThan(0)
  expect(new Set(meetings.map(({ body }) => body['branchId']))).toEqual(new Set([branchId]))

  // What happened to a row of others is answered like what does not exist.
  const foreign = (await township.rows()).find(
    ({ type, body }) => type === 'meeting' && body['branchId'] !== branchId,
  )
  expect((await member.get(`/api/history/${foreign?.id}`)).status).toBe(404)
  expect((await township.get(`/api/history/${foreign?.id}`)).status).toBe(200)
})

test('P6, A1: a member cannot edit a meeting or forge anybody’s attendance; each try is refused with a reason and logged', async ({
  server,
}) => {
  const secretary = await ByHand.as('secretary', server)
  const member = await ByHand.as('driver', server)
  const { branchId, personId } = member.actor
  const rows = await secretary.rows()
  const meeting = rows.find(({ type }) => type === 'meeting')
  const missed = rows.find(
    ({ type, body }) =>
      type === 'attendance' && body['personId'] !== personId && body['status'] !== 'present',
  )
  const own = rows.find(
    ({ type, body }) =>
      type === 'attendance' && body['personId'] === personId && body['status'] !== 'present',
  )
  if (!meeting || !missed || !own) throw new Error('the demonstration lacks what is to be forged')

  const newMeeting = freshId()
  const tries = [
    [meeting.type, meeting.id, { minutes: '我改的' }],
    [missed.type, missed.id, { status: 'present' }],
    [own.type, own.id, { status: 'present' }],
    ['meeting', newMeeting, { branchId, ...theSameMinute }],
    [
      'post',
      freshId(),
      { personId, organisationId: branchId, office: 'secretary', from: '2026-01-01' },
    ],
    // Moving a row to where one may write it does not help: the row as stored counts too.
    [meeting.type, meeting.id, { branchId: freshId() }],
  ] as const
  for (const [type, row, fields] of tries) {
    const verdict = await member.write(type, row, fields)
    expect(verdict, `${type} ${JSON.stringify(fields)}`).toMatchObject({
      result: 'refused',
      reason: 'notAllowed',
    })
  }

  const after = await secretary.rows()
  for (const row of [meeting, missed, own])
    expect(after.find(({ id }) => id === row.id)?.body).toEqual(row.body)
  expect(after.some(({ id }) => id === newMeeting)).toBe(false)

  const refused = (await secretary.history(meeting.id)).filter(({ result }) => result === 'refused')
  expect(refused.map(({ reason }) => reason)).toEqual(['notAllowed', 'notAllowed'])
  const logged = server.lines
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { msg?: string; account?: string; row?: string })
    .filter(({ msg }) => msg === 'edit refused')
  expect(logged.map(({ row }) => row)).toEqual(tries.map(([, row]) => row))
  expect(new Set(logged.map(({ account }) => account))).toEqual(new Set([member.actor.accountId]))
})

test('a page of another site, and nobody at all, are not served', async ({ server }) => {
  const member = await ByHand.as('driver', server)
  const address = `http://127.0.0.1:${server.port}`
  const foreign = await fetch(`${address}/sync/v1`, {
    method: 'POST',
    headers: { origin: 'https://example.org' },
    body: '{}',
  })
  expect(foreign.status).toBe(403)
  expect((await fetch(`${address}/sync/v1`, { method: 'POST', body: '{}' })).status).toBe(401)
  expect((await fetch(`${address}/api/history/${member.actor.personId}`)).status).toBe(401)
})
