/** The JSON of a response, piece by piece: as long as it comes it is waited for, and what stops coming is given up. */

import { within } from '../within.ts'

/** So long nothing may come, ms. */
const silenceMs = 20_000
/** What only drips is given up as well: a minute, and as long again as its bytes, unpacked, take at a kilobyte a second. */
const patienceMs = 60_000

const stopped = () => new Error('the body stopped coming')

/** Undefined where the response does not say that it is JSON: a portal's page is not read. Fails as reading or parsing does. */
export async function readJson(response: Response): Promise<unknown> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  if (!isJson || !response.body) return undefined
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const end = performance.now() + patienceMs
  let text = ''
  for (let received = 0; ;) {
    const left = end + received - performance.now()
    const piece = reader.read()
    const { done, value } = await within(Math.min(silenceMs, left), piece, stopped)
    if (done) return JSON.parse(text + decoder.decode()) as unknown
    received += value.length
    text += decoder.decode(value, { stream: true })
  }
}
