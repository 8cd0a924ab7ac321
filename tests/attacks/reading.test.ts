/** Attacks on what may be read: guessed buckets, guessed ids, what is told of what does not exist. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { replyTo } from './by-hand.ts'
import { Stronghold, secret } from './stronghold.ts'

let hold: Stronghold
beforeEach(async () => void (hold = await Stronghold.build()))
afterEach(() => hold.close())

const guesses = [
  ...[
    'org/west',
    'org/west/lessons',
    'org/west/conflicts',
    'org/town/conflicts',
    'branch/west/files',
  ],
  ...[
    'branch/west/people',
    'branch/west/public/2026',
    'branch/west/work/2026',
    'branch/east/files',
  ],
  ...[
    'branch/east/work/2026',
    'person/neighbour',
    'person/secretary',
    'person/west',
    'branch/WEST/files',
  ],
  ...[
    'branch/east/../west/files',
    'branch/east%2f..%2fwest/files',
    'branch/west/files/2026',
    'Branch/west/files',
  ],
  ...[
    'branch/west/files ',
    ' branch/west/files',
    'branch/west/files\n',
    'branch/east\u0000/files',
    '*',
  ],
  ...[
    'branch/*/files',
    '__proto__',
    'constructor',
    'org/__proto__',
    'branch/west/public/٢٠٢٦',
    '%',
  ],
]

describe('what may be read', () => {
  it('P4: a member who names any bucket, with any position, gets no row and no position of it', async () => {
    const asked = [...new Set(guesses)]
    for (const positions of [
      {},
      Object.fromEntries(asked.map((bucket) => [bucket, 0])),
      Object.fromEntries(asked.map((bucket) => [bucket, '1|2026-10-14T01:30:00.000Z|m-west'])),
    ]) {
      const check = Object.fromEntries(asked.map((bucket) => [bucket, ['0.0.0']]))
      const reply = await replyTo(hold, 'member', { open: asked, positions, check })
      expect(JSON.stringify({ ...reply, actor: null })).not.toContain(secret)
      const told = [...Object.keys(reply.positions), ...Object.keys(reply.digests)]
      expect(told.filter((bucket) => asked.includes(bucket))).toEqual([])
      expect(reply.granted?.filter((bucket) => asked.includes(bucket)) ?? []).toEqual([])
      expect(reply.repairs).toEqual([])
    }
  })

  it('P4: an edit of his that is refused brings nothing of the row it names', async () => {
    const edits = ['m-west', 'personFile:neighbour', 'attendance:m-west:neighbour'].map((row) =>
      hold.server.edit('member', 'meeting', row, { place: '祠堂' }),
    )
    const reply = await replyTo(hold, 'member', { edits })
    expect(reply.verdicts.map(({ result }) => result)).toEqual(['refused', 'refused', 'refused'])
    expect(JSON.stringify(reply.rows)).not.toContain(secret)
    expect(reply.gone).toEqual([])
  })

  it('P4: the history of what is not his is answered, byte for byte, like that of what does not exist', async () => {
    const cookie = await hold.server.signIn('member')
    const ask = async (row: string) => {
      const response = await hold.server.app.request(`/api/history/${row}`, { headers: { cookie } })
      // Every answer carries an id of its own, for the log.
      const headers = [...response.headers].filter(([name]) => name !== 'x-request-id')
      return [response.status, headers.join(), await response.text()].join()
    }
    const nothing = await ask('nothing')
    for (const row of [
      ...['m-west', 'personFile:neighbour', 'attendance:m-west:neighbour', 'tally:m-west'],
      ...[
        'personFile:secretary',
        'attendance:m-east:secretary',
        'neighbour',
        'west',
        'post-neighbour',
      ],
    ])
      expect(await ask(row), row).toBe(nothing)
  })
})
