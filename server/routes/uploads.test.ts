import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { branchYearBytes } from '../../schema/rules/files.ts'
import { ExampleServer, meetingIn } from '../example-server.ts'
import { Bringer, chunk, locationOf, offsetOf, tus } from '../files/example-bringer.ts'
import { attachmentOf, jpegOf, smallJpeg, smallPdf, withSegment } from '../files/example-file.ts'

let server: ExampleServer
let him: Bringer
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  him = new Bringer(server, await server.signIn('secretary'))
  await server.found('meeting', 'm-east', meetingIn('east'))
  await server.found('meeting', 'm-west', meetingIn('west'))
})
afterEach(() => server.close())

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer())
const failureOf = async (response: Response) => [response.status, await response.json()]

describe('B1: a file that is brought', () => {
  it('arrives in pieces, goes on where it broke off, and comes back byte for byte', async () => {
    const file = jpegOf(200_000, 7)
    const named = await him.namedBy(file)
    const begun = await him.begin(named, file.length)
    expect([begun.status, offsetOf(begun)]).toEqual([201, 0])
    const location = locationOf(begun)
    expect(begun.headers.get('tus-resumable')).toBe('1.0.0')
    const first = await him.extend(location, 0, file.subarray(0, 65_536))
    expect([first.status, offsetOf(first)]).toEqual([204, 65_536])
    expect((await him.fetch(named.digest, named.id)).status).toBe(404)
    // The connection breaks in the middle of the second piece.
    let sent = false
    const broken = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent) controller.error(new Error('gone'))
        else controller.enqueue(new Uint8Array(file.subarray(65_536, 70_000)))
        sent = true
      },
    })
    await server.app.request(location, {
      method: 'PATCH',
      headers: { ...tus(him.cookie), 'upload-offset': '65536', 'content-type': chunk },
      body: broken,
      duplex: 'half',
    } as RequestInit)
    const now = await him.standing(location)
    expect([now.status, offsetOf(now), now.headers.get('upload-length')]).toEqual([
      200,
      70_000,
      '200000',
    ])
    expect(await failureOf(await him.extend(location, 65_536, file.subarray(65_536)))).toEqual([
      409,
      { error: 'offset' },
    ])
    const last = await him.extend(location, 70_000, file.subarray(70_000))
    expect([last.status, offsetOf(last)]).toEqual([204, 200_000])
    const back = await him.fetch(named.digest, named.id)
    expect(await bytesOf(back)).toEqual(file)
    // The reply was lost, and it is asked for again: it is there already.
    const again = await him.begin(named, file.length)
    expect([again.status, offsetOf(again), again.headers.get('location')]).toEqual([
      201,
      200_000,
      null,
    ])
  })

  it('may come whole with the first request', async () => {
    const named = await him.namedBy(smallJpeg)
    const begun = await him.begin(named, smallJpeg.length, him.cookie, smallJpeg)
    expect([begun.status, offsetOf(begun)]).toEqual([201, smallJpeg.length])
    expect((await him.fetch(named.digest, named.id)).status).toBe(200)
  })

  it('is taken once more where the disk lost it', async () => {
    const named = await him.namedBy(smallJpeg)
    expect((await him.bring(named, smallJpeg)).ok).toBe(true)
    const { digest } = named
    rmSync(join(server.folder, 'files', digest.slice(0, 2), digest.slice(2, 4), digest))
    expect((await him.fetch(digest, named.id)).status).toBe(404)
    expect((await him.bring(named, smallJpeg)).ok).toBe(true)
    expect((await him.fetch(digest, named.id)).status).toBe(200)
  })

  it('is one file, however many rows name it and however often it comes', async () => {
    const named = await him.namedBy(smallJpeg)
    await server.found('meeting', 'm-2', meetingIn('east'))
    const other = attachmentOf('m-2', 'east', smallJpeg)
    await server.found('attachment', other.id, other.fields)
    for (const each of [named, named, other])
      expect((await him.bring(each, smallJpeg)).ok).toBe(true)
    const folder = join(server.folder, 'files', named.digest.slice(0, 2), named.digest.slice(2, 4))
    expect(readdirSync(folder)).toEqual([named.digest])
    expect(readdirSync(join(server.folder, '.uploads'))).toEqual([])
    expect((await him.fetch(other.digest, other.id)).status).toBe(200)
  })

  it('that was whole as the server went down counts when it is asked for', async () => {
    const named = await him.namedBy(smallJpeg)
    const location = locationOf(await him.begin(named, smallJpeg.length))
    writeFileSync(join(server.folder, '.uploads', location.split('/').at(-1) ?? ''), smallJpeg)
    expect(offsetOf(await him.standing(location))).toBe(smallJpeg.length)
    expect((await him.fetch(named.digest, named.id)).status).toBe(200)
  })

  it('is answered so that no browser runs it', async () => {
    const named = await him.namedBy(smallJpeg)
    await him.bring(named, smallJpeg)
    const { headers } = await him.fetch(named.digest, named.id)
    expect(headers.get('content-type')).toBe('image/jpeg')
    expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.jpg"$/)
    expect(headers.get('content-security-policy')).toBe(`default-src 'none'; sandbox`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
  })
})

describe('a file is refused', () => {
  it('where its record has not come, or does not name it', async () => {
    const named = attachmentOf('m-east', 'east', smallJpeg)
    expect(await failureOf(await him.begin(named, smallJpeg.length))).toEqual([
      409,
      { error: 'notYet' },
    ])
    const other = await him.namedBy(smallPdf, { kind: 'pdf' })
    expect(
      await failureOf(await him.begin({ ...other, digest: named.digest }, smallJpeg.length)),
    ).toEqual([409, { error: 'notYet' }])
  })

  it('from whoever may neither write its record nor wrote it', async () => {
    const named = await him.namedBy(smallJpeg)
    for (const name of ['member', 'neighbour', 'clerk']) {
      const who = await server.signIn(name)
      expect(await failureOf(await him.begin(named, smallJpeg.length, who))).toEqual([
        403,
        { error: 'notAllowed' },
      ])
    }
    expect((await him.begin(named, smallJpeg.length, '')).status).toBe(401)
  })

  it('from another account that found out its upload: it is as if there were none', async () => {
    await server.appoint('neighbour', 'east', 'deputy')
    const named = await him.namedBy(smallJpeg)
    const location = locationOf(await him.begin(named, smallJpeg.length))
    const other = await server.signIn('neighbour')
    expect((await him.standing(location, other)).status).toBe(410)
    expect((await him.extend(location, 0, smallJpeg, other)).status).toBe(410)
    const init = { method: 'DELETE', headers: tus(other) }
    expect((await server.app.request(location, init)).status).toBe(410)
    expect(offsetOf(await him.standing(location))).toBe(0)
  })

  it('as soon as he may no longer write it, in the middle of its way', async () => {
    await server.appoint('member', 'east', 'deputy')
    const who = await server.signIn('member')
    const named = await him.namedBy(smallJpeg)
    const location = locationOf(await him.begin(named, smallJpeg.length, who))
    await server.found('post', 'post-member-deputy', { removedAt: '2026-10-15T01:00:00.000Z' })
    expect((await him.extend(location, 0, smallJpeg, who)).status).toBe(403)
    expect((await him.standing(location, who)).status).toBe(403)
  })

  it('where it is larger than it may be, or than it said', async () => {
    const large = jpegOf(250_001)
    const named = await him.namedBy(large)
    expect(await failureOf(await him.begin(named, large.length))).toEqual([
      413,
      { error: 'tooLarge' },
    ])
    const scan = attachmentOf('m-east', 'east', smallPdf, { kind: 'pdf' })
    await server.found('attachment', scan.id, { ...scan.fields, bytes: 10_000_000 })
    expect(await failureOf(await him.begin(scan, 40_000_000))).toEqual([413, { error: 'tooLarge' }])
    const small = await him.namedBy(smallJpeg)
    expect(await failureOf(await him.begin(small, smallJpeg.length + 1))).toEqual([
      422,
      { error: 'wrongContents' },
    ])
    const location = locationOf(await him.begin(small, smallJpeg.length))
    const more = Buffer.concat([smallJpeg, smallJpeg])
    expect(await failureOf(await him.extend(location, 0, more))).toEqual([
      413,
      { error: 'tooLarge' },
    ])
  })

  it('where its bytes are not those of its name', async () => {
    const named = await him.namedBy(smallJpeg)
    const other = Buffer.from(smallJpeg)
    other.writeUInt8(9, other.length - 1)
    expect(await failureOf(await him.bring(named, other))).toEqual([
      422,
      { error: 'wrongContents' },
    ])
    expect((await him.fetch(named.digest, named.id)).status).toBe(404)
    expect(readdirSync(join(server.folder, '.uploads'))).toEqual([])
  })

  it('where it is a page under the name of a photo, or tells where it was taken', async () => {
    const page = Buffer.from('<html><script>alert(1)</script></html>')
    const named = await him.namedBy(page)
    expect(await failureOf(await him.bring(named, page))).toEqual([415, { error: 'wrongKind' }])
    const traced = withSegment(smallJpeg, 0xe1, 'Exif\0\0MM\0*')
    expect(await failureOf(await him.bring(await him.namedBy(traced), traced))).toEqual([
      422,
      { error: 'carriesTraces' },
    ])
    expect(existsSync(join(server.folder, 'files'))).toBe(false)
  })

  it('where the branch has brought a year’s worth', async () => {
    const named = await him.namedBy(smallJpeg)
    await server.parts.fileBook.begin({
      ...{ id: 'x', account: 'account-x', row: 'r', digest: 'd', owner: 'east' },
      ...{ length: branchYearBytes, begunAt: server.clock.now },
    })
    expect(await failureOf(await him.begin(named, smallJpeg.length))).toEqual([
      507,
      { error: 'noRoom' },
    ])
  })

  it('by names that are paths', async () => {
    for (const row of ['../../branchbook.db', 'attachment:../..', '%2e%2e', '', 'x'.repeat(500)])
      expect(
        (await him.begin({ id: row, digest: 'a'.repeat(64), fields: {} }, 5)).status,
      ).toBeGreaterThanOrEqual(400)
    for (const digest of [
      '../../keys.json',
      '..%2f..%2fkeys.json',
      'A'.repeat(64),
      `${'a'.repeat(63)}/`,
    ])
      expect((await him.begin({ id: 'm-east', digest, fields: {} }, 5)).status).toBe(400)
    for (const name of ['..', '%2e%2e%2f%2e%2e%2fkeys.json', 'keys.json', 'a'.repeat(64)]) {
      expect((await him.fetch(name, 'm-east')).status).toBeGreaterThanOrEqual(400)
      expect((await him.standing(`/api/uploads/${name}`)).status).toBeGreaterThanOrEqual(400)
    }
  })

  it('where somebody speaks another version, or nothing of it', async () => {
    const named = await him.namedBy(smallJpeg)
    const location = locationOf(await him.begin(named, smallJpeg.length))
    const init = {
      method: 'PATCH',
      headers: { cookie: him.cookie, 'upload-offset': '0' },
      body: 'x',
    }
    expect((await server.app.request(location, init)).status).toBe(412)
    const odd = { ...init, headers: { ...tus(him.cookie), 'content-type': chunk } }
    expect((await server.app.request(location, odd)).status).toBe(400)
    expect(
      (
        await server.app.request('/api/uploads', {
          method: 'POST',
          headers: { cookie: him.cookie },
        })
      ).status,
    ).toBe(412)
  })
})
