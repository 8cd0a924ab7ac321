/**
 * The server's own keys, made at its first start, in a file that is its owner's alone: the key that opens boxes (sync/box.ts),
 * and the one from which every device's own secret follows, and the key that seals short secrets of the database. They belong
 * into every backup: without them outbox files and forgotten PINs of before cannot be opened, and no authenticator's code fits.
 */
import { createECDH, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromBase64, toBase64 } from '../../sync/base64.ts'
import type { Key } from '../../sync/box.ts'
import { fingerprintOf, openBox } from '../../sync/box.ts'

import type { OutboxContents, OutboxFlaw } from '../../sync/outbox-file.ts'
import { openOutboxFile } from '../../sync/outbox-file.ts'
import { openSecret, sealSecret } from './sealed-secret.ts'

type Bytes = Uint8Array<ArrayBuffer>

export const keysName = 'keys.json'

type Kept = { readonly box: string; readonly devices: string }

export class ServerKeys {
  /** The public half of what opens boxes. */
  readonly point: Bytes
  readonly #devices: Uint8Array
  readonly #secrets: Uint8Array
  readonly #privateKey: Promise<Key>

  private constructor({ box, devices }: Kept) {
    const secret = bytesOf(box)
    const curve = createECDH('prime256v1')
    curve.setPrivateKey(secret)
    this.point = Uint8Array.from(curve.getPublicKey())
    this.#devices = bytesOf(devices)
    this.#privateKey = importPrivate(secret, this.point)
    // From the same root: a data folder of an earlier release needs no new file.
    const info = 'branchbook secrets 1'
    this.#secrets = new Uint8Array(hkdfSync('sha256', this.#devices, '', info, 32))
  }

  static in(folder: string): ServerKeys {
    const path = join(folder, keysName)
    try {
      const curve = createECDH('prime256v1')
      curve.generateKeys()
      // Some secrets begin with a zero, which Node leaves away.
      const box = Buffer.concat([Buffer.alloc(32), curve.getPrivateKey()]).subarray(-32)
      const kept: Kept = { box: toBase64(box), devices: toBase64(randomBytes(32)) }
      // Never over one that is there.
      writeFileSync(path, JSON.stringify(kept), { mode: 0o600, flag: 'wx', flush: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    return new ServerKeys(JSON.parse(readFileSync(path, 'utf8')) as Kept)
  }

  /** For short secrets that the database keeps; whose, says the label. */
  seal(label: string, text: string): string {
    return sealSecret(this.#secrets, label, text)
  }

  unseal(label: string, text: string): string | undefined {
    return openSecret(this.#secrets, label, text)
  }

  fingerprint(): Promise<string> {
    return fingerprintOf(this.point)
  }

  /** Undefined where it was not closed for this server and label. */
  async open(label: string, box: Bytes): Promise<Bytes | undefined> {
    return openBox({ privateKey: await this.#privateKey, point: this.point }, label, box)
  }

  async openOutboxFile(
    text: string,
    authorOn: (account: string, device: string) => unknown,
  ): Promise<OutboxContents | OutboxFlaw> {
    return openOutboxFile(text, {
      keys: { privateKey: await this.#privateKey, point: this.point },
      author: (account, device) =>
        authorOn(account, device) ? this.authorSecret(account, device) : undefined,
    })
  }

  /** What only this device of this account and the server know: it signs outbox files. */
  authorSecret(account: string, device: string): Bytes {
    return Uint8Array.from(
      createHmac('sha256', this.#devices)
        .update(JSON.stringify(['author 1', account, device]))
        .digest(),
    )
  }
}

const bytesOf = (text: string): Bytes => Uint8Array.from(fromBase64(text) ?? [])

function importPrivate(secret: Bytes, point: Bytes): Promise<Key> {
  const part = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
  const key = {
    kty: 'EC',
    crv: 'P-256',
    d: part(secret),
    x: part(point.subarray(1, 33)),
    y: part(point.subarray(33)),
  }
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  return crypto.subtle.importKey('jwk', key, curve, false, ['deriveBits'])
}
