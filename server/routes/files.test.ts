import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { looseFileLastsMs, uploadLastsMs } from '../../schema/rules/files.ts'
import { ExampleServer, meetingIn } from '../example-server.ts'
import { Bringer, locationOf } from '../files/example-bringer.ts'
import { attachmentOf, jpegOf, smallJpeg } from '../files/example-file.ts'
import { tidyFiles } from '../files/tidy-files.ts'

let server: ExampleServer
let him: Bringer
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  him = new Bringer(server, await server.signIn('secretary'))
  await server.found('meeting', 'm-east', meetingIn('east'))
  await server.found('meeting', 'm-west', meetingIn('west'))
})
afterEach(() => server.close())

describe('B3: a file is read', () => {
  it('by whoever may read a row that names it, and by nobody else', async () => {
    const named = await him.namedBy(smallJpeg)
    await him.bring(named, smallJpeg)
    const seen = async (name: string, row = named.id) =>
      (await him.fetch(named.digest, row, await server.signIn(name))).status
    expect([await seen('member'), await seen('clerk'), await seen('secretary')]).toEqual([
      200, 200, 200,
    ])
    expect(await seen('neighbour')).toBe(404)
    expect((await him.fetch(named.digest, named.id, '')).status).toBe(401)
    // Nor by a row of his own that says the digest: he never had the bytes in hand.
    const claimed = attachmentOf('m-west', 'west', smallJpeg)
    await server.found('attachment', claimed.id, claimed.fields)
    expect(await seen('neighbour', claimed.id)).toBe(404)
    expect(await seen('neighbour', 'm-west')).toBe(404)
  })

  it('P4: by no member any more, once its meeting is the committee’s alone', async () => {
    const named = await him.namedBy(smallJpeg)
    await him.bring(named, smallJpeg)
    const seen = async (name: string) =>
      (await him.fetch(named.digest, named.id, await server.signIn(name))).status
    expect(await seen('member')).toBe(200)
    server.clock.now += 1
    await server.found('meeting', 'm-east', { kinds: ['committee'] })
    expect([await seen('member'), await seen('secretary')]).toEqual([404, 200])
  })

  it('after it was taken away, by who may bring it back, for thirty days', async () => {
    const named = await him.namedBy(smallJpeg)
    await him.bring(named, smallJpeg)
    const removedAt = new Date(server.clock.now).toISOString()
    await server.found('attachment', named.id, { removedAt })
    const seen = async (name: string) =>
      (await him.fetch(named.digest, named.id, await server.signIn(name))).status
    expect([await seen('member'), await seen('secretary')]).toEqual([404, 200])
    await tidyFiles(server.parts, server.clock.now + looseFileLastsMs - 1)
    expect(await seen('secretary')).toBe(200)
    await tidyFiles(server.parts, server.clock.now + looseFileLastsMs)
    expect(await seen('secretary')).toBe(404)
    const path = join(server.folder, 'files', named.digest.slice(0, 2), named.digest.slice(2, 4))
    expect(readdirSync(path)).toEqual([])
  })
})

describe('what nobody goes on with', () => {
  it('is thrown away after a week, and a file that is in use stays', async () => {
    const named = await him.namedBy(smallJpeg)
    await him.bring(named, smallJpeg)
    const half = await him.namedBy(jpegOf(1_000))
    const location = locationOf(await him.begin(half, 1_000))
    await him.extend(location, 0, jpegOf(1_000).subarray(0, 500))
    server.clock.now += uploadLastsMs
    await tidyFiles(server.parts, server.clock.now)
    expect((await him.standing(location)).status).toBe(410)
    expect(readdirSync(join(server.folder, '.uploads'))).toEqual([])
    const path = [named.digest.slice(0, 2), named.digest.slice(2, 4), named.digest]
    expect(readFileSync(join(server.folder, 'files', ...path))).toEqual(smallJpeg)
  })
})
