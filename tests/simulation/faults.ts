/** Everything that goes wrong in a history, by name. A run counts what really happened, and fails where a kind never did. */

/** Befall one exchange. */
export const networkFaults = [
  'requestLost',
  'requestDelayed',
  'requestRepeated',
  'replyLost',
  'replyStale',
  'replyTruncated',
  'captivePortal',
  'serverError',
  'busy',
  'slow',
  'signedOut',
  'diesBeforeApplying',
  'authorityTrips',
  'authorityWriteFails',
  'commitDelayed',
] as const
export type NetworkFault = (typeof networkFaults)[number]

/** Befall one operation of the device's database in one run. */
export const diskFaults = [
  'outboxThrows',
  'holdingsThrow',
  'packsThrow',
  'allThrows',
  'readThrows',
  'commitThrows',
  /** Everything was written, and the database says it was not. */
  'commitUnknown',
  'diesBefore',
  'diesAfter',
] as const
export type DiskFault = {
  readonly kind: (typeof diskFaults)[number]
  /** Which operation of its kind in the run, from 1; for deaths, which of all. */
  readonly at: number
}

/** What a broken disk does to what lies on it. */
export const damages = [
  'rowsVanish',
  'revWrong',
  'rowOlder',
  'rowStrays',
  'digestWrong',
  'digestMissing',
  'noteOlder',
  'positionAhead',
  'positionMissing',
  'packVanishes',
  'packGarbled',
] as const
export type Damage = (typeof damages)[number]

/** What happens in the township: rights and places move. */
const moves = ['memberMoves', 'postEnds', 'postEndsLater', 'postBegins', 'import'] as const

const others = [
  'clockSet',
  'clockAt2037',
  'clockAt2019',
  'clockDrifts',
  'yearTurns',
  'diskFull',
  'evicted',
  'evictedWithUnsent',
  'appRestarts',
  'appUpdates',
  'twoTabs',
  'authorityRestarts',
  'authorityRestored',
  'authorityForgetsProtocol1',
] as const

/** Not faults, but ways through the protocol that a history must have taken for a run to say anything of them. */
export const passages = [
  'refused',
  'merged',
  'takenBack',
  'sentAgain',
  'scopeLost',
  'scopeRegained',
  'letGo',
  'offeredAgain',
  'snapshotGoesOn',
  'packTaken',
  'packOpened',
  'packOutdated',
  'repaired',
  'conflictRaised',
  'writtenByReleased',
  /** By a phone whose clock says so. */
  'writtenIn2037',
  'writtenIn2019',
  /** A `once` field kept its first write against another. */
  'onceKept',
  'documentMerged',
  'wordsWithoutYjs',
  'wordsOfReleased',
  /** A form was saved over words that had changed while it was open. */
  'formStayedOpen',
  'stepTaken',
  'signed',
  'stepTooLate',
  'changedSince',
  'frozenRefused',
] as const
export type Passage = (typeof passages)[number]

export const faultKinds = [
  ...networkFaults,
  ...diskFaults,
  ...damages,
  ...moves,
  ...others,
] as const
export type FaultKind = (typeof faultKinds)[number]

export type Counts<Kind extends string> = Record<Kind, number>

export const noneOf = <Kind extends string>(kinds: readonly Kind[]): Counts<Kind> =>
  // Every kind named becomes a key.
  Object.fromEntries(kinds.map((kind) => [kind, 0])) as Counts<Kind>

/** A disk that failed, as the engine is told: full or broken. */
export class DiskError extends Error {
  readonly full: boolean
  constructor(full = false) {
    super(full ? 'the disk is full' : 'the disk failed')
    this.full = full
  }
}

/** The process is gone; what its database holds is all that is left. */
export class Death extends Error {}

/** One of the laws of docs/sync-protocol.md does not hold. */
export class LawBroken extends Error {
  readonly law: string
  constructor(law: string, what: string) {
    super(`${law}: ${what}`)
    this.law = law
  }
}

export function holds(condition: boolean, law: string, what: () => string): asserts condition {
  if (!condition) throw new LawBroken(law, what())
}
