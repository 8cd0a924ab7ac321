/** The bytes of a file that another device took: from this device where they were looked at before, else from the server. */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { fileAddress } from '#sync/wire/files.ts'
import { askServer } from '#lib/session/ask-server.ts'
import type { Shelf } from './shelf.ts'

export const digestOf = (bytes: Uint8Array): string => bytesToHex(sha256(bytes))

/** Why it cannot be shown: no network, or the server does not have it (yet). */
export type Missing = 'offline' | 'notThere'

const limitMs = 60_000

export async function fetchFile(
  fetchNow: typeof fetch,
  shelf: Shelf,
  { row, digest }: { readonly row: string; readonly digest: string },
): Promise<Uint8Array<ArrayBuffer> | Missing> {
  const held = await shelf.read(digest)
  if (held) return held
  try {
    return await askServer(fetchNow, fileAddress(digest, row), { limitMs }, async (response) => {
      if (response.status === 404) return 'notThere'
      const bytes = new Uint8Array(await response.arrayBuffer())
      // A captive portal's page is no photo.
      if (!response.ok || digestOf(bytes) !== digest) return 'offline'
      // A disk without room shows it all the same.
      await shelf.keepFetched({ digest, bytes }).catch(() => undefined)
      return bytes
    })
  } catch {
    // No network, or it broke in the middle.
    return 'offline'
  }
}
