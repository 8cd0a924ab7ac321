/**
 * Unsent work as a file: for a phone that finds no network, carried by anybody to a device that does. One line in clear says
 * for which server it is, from when, and how much; the rest is a box that only that server opens (box.ts), and the line
 * is part of its seal. Inside, the author's device has signed what it says. Text, so that no messenger and no
 * mailbox changes a byte that counts: blanks and line breaks do not.
 */
import type { Json } from '../schema/json.ts'
import { isList, isObject } from '../schema/json.ts'
import { fromBase64, toBase64 } from './base64.ts'
import type { Key } from './box.ts'
import { closeBox, fingerprintOf, openBox } from './box.ts'
import type { Edit } from './wire/edit.ts'

type Bytes = Uint8Array<ArrayBuffer>

const format = 'branchbook-outbox'
const version = 1
const lineLength = 76

/** What stands in clear. */
export type OutboxHead = {
  /** Of the server's public key. */
  readonly server: string
  /** When it was written, corrected ms. */
  readonly at: number
  readonly edits: number
}

export type OutboxContents = {
  readonly account: string
  readonly device: string
  /** As they came: what is no edit among them is refused by itself. */
  readonly edits: readonly Json[]
}

/** Why a file is not taken: a closed list, each with words (web/lib/sync/outbox-file-words.ts). */
export const outboxFlaws = [
  // No file of ours, or its first line was cut off.
  'notOurs',
  // A later version of the app wrote it than this server knows.
  'newer',
  'wrongServer',
  // Cut off, or a byte was changed.
  'damaged',
  // Nobody on this server's record wrote on such a device. Who did and was signed out since, or his account closed, is taken.
  'unknownAuthor',
  // The device it says it comes from did not sign it.
  'forged',
  // W8: the device was taken back, has brought what it had, and whoever holds it writes nothing in its owner's name any more.
  'ended',
] as const
export type OutboxFlaw = (typeof outboxFlaws)[number]

export type Writing = {
  /** The server's public key. */
  readonly point: Bytes
  readonly author: Bytes
  readonly account: string
  readonly device: string
  readonly at: number
  readonly edits: readonly Edit[]
}

export async function writeOutboxFile(writing: Writing): Promise<string> {
  const { point, author, account, device, at, edits } = writing
  const server = await fingerprintOf(point)
  const line = lineOf({ server, at, edits: edits.length })
  const said = JSON.stringify({ account, device, edits })
  const signature = toBase64(await sign(author, line, said))
  const contents = new TextEncoder().encode(JSON.stringify({ said, signature }))
  const box = toBase64(await closeBox(point, line, contents))
  return [line, ...(box.match(new RegExp(`.{1,${lineLength}}`, 'g')) ?? []), ''].join('\n')
}

type Read = { readonly head: OutboxHead; readonly line: string; readonly box: Bytes | undefined }

/** What can be read without the server's key; also on the device that is to carry it. */
function readOutboxHead(text: string): Read | Extract<OutboxFlaw, 'notOurs' | 'newer'> {
  // Some programs put a mark before the first letter.
  const [line = '', ...rest] = text
    .replace(/^\uFEFF/, '')
    .trimStart()
    .split(/\r?\n/)
  const [name, written, server, at, edits, ...more] = line.trim().split(' ')
  if (name !== format || !written || !/^\d+$/.test(written)) return 'notOurs'
  if (Number(written) > version) return 'newer'
  const isHead = /^[0-9a-f]{32}$/.test(server ?? '') && /^\d{1,16}$/.test(at ?? '')
  if (!isHead || !/^\d{1,7}$/.test(edits ?? '') || more.length > 0) return 'notOurs'
  const head = { server: server ?? '', at: Number(at), edits: Number(edits) }
  const box = fromBase64(rest.join('').replace(/\s/g, ''))
  return { head, line: lineOf(head), box: box && Uint8Array.from(box) }
}

export type Opening = {
  readonly keys: { readonly privateKey: Key; readonly point: Bytes }
  /** What the device signs with; undefined where nobody of this server wrote on it. */
  readonly author: (account: string, device: string) => Bytes | undefined
}

export async function openOutboxFile(
  text: string,
  { keys, author }: Opening,
): Promise<OutboxContents | OutboxFlaw> {
  const read = readOutboxHead(text)
  if (typeof read === 'string') return read
  const { head, line, box } = read
  if (head.server !== (await fingerprintOf(keys.point))) return 'wrongServer'
  const opened = box && (await openBox(keys, line, box))
  const signed = opened && signedIn(opened)
  if (!signed || signed.edits.length !== head.edits) return 'damaged'
  const secret = author(signed.account, signed.device)
  if (!secret) return 'unknownAuthor'
  if (!(await isSigned(secret, line, signed))) return 'forged'
  const { account, device, edits } = signed
  return { account, device, edits }
}

const lineOf = ({ server, at, edits }: OutboxHead): string =>
  `${format} ${version} ${server} ${at} ${edits}`

type Signed = OutboxContents & { readonly said: string; readonly signature: Bytes }

/** Undefined where the box held something else. */
function signedIn(opened: Bytes): Signed | undefined {
  const outer = parsed(new TextDecoder().decode(opened))
  if (!isObject(outer)) return undefined
  const { said, signature } = outer
  if (typeof said !== 'string' || typeof signature !== 'string') return undefined
  const inner = parsed(said)
  const bytes = fromBase64(signature)
  if (!isObject(inner) || !bytes) return undefined
  const { account, device, edits } = inner
  if (typeof account !== 'string' || typeof device !== 'string' || !isList(edits)) return undefined
  return { account, device, edits, said, signature: Uint8Array.from(bytes) }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

const hmac = { name: 'HMAC', hash: 'SHA-256' }
const signedText = (line: string, said: string) => new TextEncoder().encode(`${line}\n${said}`)

async function sign(secret: Bytes, line: string, said: string): Promise<Bytes> {
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['sign'])
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, signedText(line, said)))
}

async function isSigned(secret: Bytes, line: string, { said, signature }: Signed) {
  const key = await crypto.subtle.importKey('raw', secret, hmac, false, ['verify'])
  return crypto.subtle.verify('HMAC', key, signature, signedText(line, said))
}
