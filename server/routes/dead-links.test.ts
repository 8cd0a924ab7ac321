import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ExampleServer, meetingIn } from '../example-server.ts'
import { Bringer, chunk, locationOf, offsetOf, tus } from '../files/example-bringer.ts'
import { jpegOf } from '../files/example-file.ts'

let server: ExampleServer
let him: Bringer
beforeEach(async () => {
  server = await ExampleServer.withTownship()
  him = new Bringer(server, await server.signIn('secretary'))
  await server.found('meeting', 'm-east', meetingIn('east'))
})
afterEach(() => server.close())

/** Brings a piece, and then nothing: no end, and no error either. */
function fallsSilentAfter(piece: Uint8Array) {
  const { promise: silent, resolve } = Promise.withResolvers<undefined>()
  let pulls = 0
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1
        if (pulls === 1) {
          controller.enqueue(piece)
          return undefined
        }
        resolve(undefined)
        return new Promise<void>(() => {})
      },
    },
    { highWaterMark: 0 },
  )
  return { body, silent }
}

describe('B1, B2: a link that died without a word', () => {
  it('holds nobody up: who comes again is told what had come, and goes on', async () => {
    const file = jpegOf(200_000, 9)
    const named = await him.namedBy(file)
    const location = locationOf(await him.begin(named, file.length))
    const { body, silent } = fallsSilentAfter(new Uint8Array(file.subarray(0, 5_000)))
    const dead = server.app.request(location, {
      method: 'PATCH',
      headers: { ...tus(him.cookie), 'upload-offset': '0', 'content-type': chunk },
      body,
      duplex: 'half',
    } as RequestInit)
    await silent
    const again = await him.begin(named, file.length)
    expect([again.status, offsetOf(again)]).toEqual([201, 5_000])
    expect(offsetOf(await dead)).toBe(5_000)
    const rest = await him.extend(location, 5_000, file.subarray(5_000))
    expect([rest.status, offsetOf(rest)]).toEqual([204, 200_000])
    const back = await him.fetch(named.digest, named.id)
    expect(Buffer.from(await back.arrayBuffer())).toEqual(file)
  })
})
