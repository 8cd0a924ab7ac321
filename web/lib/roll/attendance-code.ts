/**
 * The two codes at the door. A meeting's code, which its keeper's phone shows, says which meeting and when; a member's code,
 * which he shows, says who and of which branch. Both are signed (HMAC-SHA-256) with a key that lies on the keepers' phones
 * (schema/records/code-key.ts), so both are checked without a network, and change every half minute.
 * docs/decisions/0026-codes-at-the-door.md says what that proves and what it does not.
 */
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { toBase64 } from '#sync/base64.ts'

/** So long a code is shown. */
export const stepMs = 30_000
/** So far a scan may lie from the moment its code was shown: for clocks of phones that were long without a network. */
export const toleranceMs = 180_000
/** Typed digits live longer, because fingers are slower than a camera. */
const digitStepMs = 300_000

const meetingMark = 'ZBM1'
const memberMark = 'ZBP1'
const digitMark = 'ZBD1'

export type MeetingCode = {
  readonly kind: 'meeting'
  readonly meetingId: string
  readonly branchId: string
  readonly atMs: number
}
export type MemberCode = {
  readonly kind: 'member'
  readonly personId: string
  readonly branchId: string
  readonly name: string
  readonly branchName: string
  readonly atMs: number
}
export type Typed = { readonly kind: 'typed'; readonly meetingId: string; readonly digits: string }

/** `good` · `late`: signed, but not of that moment · `forged`: no key here signed it · `unknown`: no key to check with. */
export type CodeVerdict = 'good' | 'late' | 'forged' | 'unknown'

const signatureOf = (key: string, parts: readonly (string | number)[]): Uint8Array =>
  hmac(sha256, utf8ToBytes(key), utf8ToBytes(JSON.stringify(parts)))

const short = (signature: Uint8Array): string =>
  toBase64(signature.slice(0, 12)).replaceAll('+', '-').replaceAll('/', '_')

const stepAt = (nowMs: number) => Math.floor(nowMs / stepMs)

type Meeting = Omit<MeetingCode, 'kind' | 'atMs'>

export function writeMeetingCode(
  key: string,
  { meetingId, branchId }: Meeting,
  nowMs: number,
): string {
  const step = stepAt(nowMs)
  const signed = short(signatureOf(key, [meetingMark, meetingId, branchId, step]))
  return [meetingMark, meetingId, branchId, step, signed].join(' ')
}

type Member = Omit<MemberCode, 'kind' | 'atMs'>

export function writeMemberCode(key: string, member: Member, nowMs: number): string {
  const step = stepAt(nowMs)
  const { personId, branchId, name, branchName } = member
  const signed = short(signatureOf(key, [memberMark, personId, branchId, name, branchName, step]))
  return [memberMark, personId, branchId, step, signed, name, branchName].join('\n')
}

/** Six digits to be read out or typed, of these five minutes. */
export function digitsOf(key: string, meetingId: string, nowMs: number): string {
  const bytes = signatureOf(key, [digitMark, meetingId, Math.floor(nowMs / digitStepMs)])
  const number = bytes.slice(0, 4).reduce((sum, byte) => sum * 256 + byte, 0)
  return String(number % 1_000_000).padStart(6, '0')
}

export const writeTyped = (meetingId: string, digits: string): string =>
  [digitMark, meetingId, digits].join(' ')

/** What a scanned text says; undefined where it is no code of ours. */
export function readCode(text: string): MeetingCode | MemberCode | Typed | undefined {
  const [mark, ...rest] = text.split(text.startsWith(memberMark) ? '\n' : ' ')
  if (mark === memberMark) {
    const [personId, branchId, step, , name, branchName] = rest
    if (!personId || !branchId || !step || !name || branchName === undefined) return undefined
    return { kind: 'member', personId, branchId, name, branchName, atMs: Number(step) * stepMs }
  }
  const [meetingId, said, step] = rest
  if (!meetingId || !said) return undefined
  if (mark === digitMark) return { kind: 'typed', meetingId, digits: said }
  return mark === meetingMark && step
    ? { kind: 'meeting', meetingId, branchId: said, atMs: Number(step) * stepMs }
    : undefined
}

const judged = (isGood: boolean, isNear: boolean): CodeVerdict =>
  isGood ? (isNear ? 'good' : 'late') : 'forged'

const isNear = (codeMs: number, atMs: number) =>
  atMs >= codeMs - toleranceMs && atMs <= codeMs + stepMs + toleranceMs

/** Does the text, scanned or typed at that moment, hold for this meeting? `keys`: of the branch. */
export function checkMeetingCode(
  keys: readonly string[],
  text: string,
  meetingId: string,
  atMs: number,
): CodeVerdict {
  const code = readCode(text)
  if (!code || code.kind === 'member' || code.meetingId !== meetingId) return 'forged'
  if (keys.length === 0) return 'unknown'
  if (code.kind === 'typed') {
    const moments = [0, -digitStepMs, digitStepMs].map((shift) => atMs + shift)
    return judged(
      keys.some((key) => moments.some((each) => digitsOf(key, meetingId, each) === code.digits)),
      true,
    )
  }
  return judged(
    keys.some((key) => writeMeetingCode(key, code, code.atMs) === text),
    isNear(code.atMs, atMs),
  )
}

/** `keys`: of the member; those of a guest are not here. */
export function checkMemberCode(keys: readonly string[], text: string, atMs: number): CodeVerdict {
  const code = readCode(text)
  if (code?.kind !== 'member') return 'forged'
  if (keys.length === 0) return 'unknown'
  return judged(
    keys.some((key) => writeMemberCode(key, code, code.atMs) === text),
    isNear(code.atMs, atMs),
  )
}
