/**
 * Everything a record says lies sealed on the disk: AES-GCM, a fresh random start for every text, bound to the id of the
 * document it belongs to. What lists read by (type, parent, time, unsent) is not sealed (docs/security.md).
 */

/** Every call may be made many times at once; the browser works them off beside the screen. */
export type Cipher = {
  seal(id: string, text: string): Promise<string>
  /** Rejects what was not sealed by `seal` under this id and key. Text of the releases that sealed nothing is given back. */
  open(id: string, packed: string): Promise<string>
  /** For whoever seals more than texts; no script can read it out. */
  readonly key?: CryptoKey
}

export type Packed = { readonly id: string; readonly packed: string }

/** No JSON text begins so. */
const mark = '~1'
const startBytes = 12

export const isSealed = (packed: string): boolean => packed.startsWith(mark)

const encoder = new TextEncoder()
const decoder = new TextDecoder()

export function cipherOf(key: CryptoKey): Cipher {
  const how = (id: string, iv: Uint8Array<ArrayBuffer>) => ({
    name: 'AES-GCM',
    iv,
    additionalData: encoder.encode(id),
  })
  return {
    key,
    async seal(id, text) {
      const iv = crypto.getRandomValues(new Uint8Array(startBytes))
      const sealed = await crypto.subtle.encrypt(how(id, iv), key, encoder.encode(text))
      return mark + lettersOf(iv) + lettersOf(new Uint8Array(sealed))
    },
    async open(id, packed) {
      if (!isSealed(packed)) return packed
      const bytes = bytesOf(packed, mark.length)
      const [iv, sealed] = [bytes.subarray(0, startBytes), bytes.subarray(startBytes)]
      return decoder.decode(await crypto.subtle.decrypt(how(id, iv), key, sealed))
    },
  }
}

/** Browsers offer no cryptography to pages that came without https: there the disk holds clear text, and no PIN is offered. */
export const noCipher: Cipher = {
  seal: (_id, text) => Promise.resolve(text),
  open: (_id, packed) => Promise.resolve(packed),
}

export const sealAll = <Doc extends Packed>(cipher: Cipher, documents: readonly Doc[]) =>
  replaceAll(documents, ({ id, packed }) => cipher.seal(id, packed))

export const openAll = <Doc extends Packed>(cipher: Cipher, documents: readonly Doc[]) =>
  replaceAll(documents, ({ id, packed }) => cipher.open(id, packed))

async function replaceAll<Doc extends Packed>(
  documents: readonly Doc[],
  replace: (document: Doc) => Promise<string>,
): Promise<Doc[]> {
  return inBatches(documents, async (document) => ({
    ...document,
    packed: await replace(document),
  }))
}

/** So many at a time: the browser answers all of them in one go, and the screen gets its turn after that. */
const batchSize = 64

export async function inBatches<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Promise<Made>,
): Promise<Made[]> {
  const made: Made[] = []
  for (let start = 0; start < items.length; start += batchSize) {
    if (start > 0) await nextTask()
    made.push(...(await Promise.all(items.slice(start, start + batchSize).map(make))))
  }
  return made
}

/** A timer would make every batch wait for four milliseconds. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })

/** A byte a letter: browsers keep such a text in as many bytes, where base64 would take a third more. */
function lettersOf(bytes: Uint8Array): string {
  const chunk = 8_192
  let letters = ''
  for (let start = 0; start < bytes.length; start += chunk)
    // Any list of numbers will do; spread out one by one they would take four times as long.
    letters += String.fromCharCode.apply(
      null,
      bytes.subarray(start, start + chunk) as unknown as number[],
    )
  return letters
}

function bytesOf(letters: string, from: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(letters.length - from)
  for (let index = 0; index < bytes.length; index += 1)
    bytes[index] = letters.charCodeAt(index + from)
  return bytes
}
