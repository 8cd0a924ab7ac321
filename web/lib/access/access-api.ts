/** Being let in, and letting others in, as screens ask for it. Nothing of it works without a network, and each screen says so. */
import type { Result } from '#sync/result.ts'
import { fail, succeed } from '#sync/result.ts'
import type { DeviceList, OwnAccount, PhoneCode, UseLink } from '#sync/wire/getting-in.ts'
import type { ChangePassword, LinkOwner, PasswordLink, WantFactor } from '#sync/wire/getting-in.ts'
import type { AccountState, Enrol, OneDevice, WantLink } from '#sync/wire/getting-in.ts'
import type { DoorGroup, DoorLog } from '#sync/wire/door-log.ts'
import type { Session } from '#sync/wire/session.ts'
import type { SessionFailure } from '#lib/session/api.ts'
import { call, isSession, unreachable } from '#lib/session/api.ts'

type Answer<Value> = Promise<Result<Value, SessionFailure>>

export type AccessApi = {
  phoneCode(personId: string): Answer<PhoneCode>
  enrol(wish: Enrol): Answer<Session>
  link(wish: WantLink): Answer<PasswordLink>
  linkOwner(token: string): Answer<LinkOwner>
  useLink(wish: UseLink): Answer<undefined>
  account(): Answer<OwnAccount>
  changePassword(wish: ChangePassword): Answer<undefined>
  wantFactor(wish: WantFactor): Answer<{ readonly secret: string }>
  confirmFactor(code: string): Answer<{ readonly papers: readonly string[] }>
  /** One's own devices, or those of a branch. */
  devices(branchId: string | undefined): Answer<DeviceList>
  revoke(device: OneDevice): Answer<undefined>
  /** Somebody else's account, for the level above him. */
  accountOf(personId: string): Answer<AccountState>
  closeAccount(personId: string): Answer<undefined>
  reopenAccount(personId: string): Answer<undefined>
  doorLog(wish: DoorWish): Answer<DoorLog>
}

/** `before`: the number of the oldest line one has. */
export type DoorWish = {
  readonly group: DoorGroup | undefined
  readonly name: string
  readonly before: number | undefined
}

function doorLogAt({ group, name, before }: DoorWish): string {
  const query = new URLSearchParams()
  if (group) query.set('group', group)
  if (name) query.set('name', name)
  if (before !== undefined) query.set('before', String(before))
  return `/api/door-log?${query.toString()}`
}

function accessApi(fetchNow: typeof fetch): AccessApi {
  const ask = async <Value>(path: string, body?: unknown): Answer<Value> => {
    const answer = await call(fetchNow, body === undefined ? 'GET' : 'POST', path, body)
    if (!answer.ok) return answer
    // Only our own server answers under /api with JSON; its shapes are those of sync/wire.
    return typeof answer.value === 'object' && answer.value !== null
      ? succeed(answer.value as Value)
      : unreachable
  }
  const tell = async (path: string, body: unknown): Answer<undefined> => {
    const answer = await call(fetchNow, 'POST', path, body)
    return answer.ok ? succeed(undefined) : fail(answer.failure)
  }
  const devicesAt = (branchId: string | undefined) =>
    branchId === undefined
      ? '/api/devices'
      : `/api/branches/${encodeURIComponent(branchId)}/devices`
  return {
    phoneCode: (personId) => ask('/api/phone-codes', { personId }),
    async enrol(wish) {
      const answer = await ask<Session>('/api/enrolment', wish)
      return !answer.ok || isSession(answer.value) ? answer : unreachable
    },
    link: (wish) => ask('/api/links', wish),
    linkOwner: (token) => ask('/api/links/owner', { token }),
    useLink: (wish) => tell('/api/links/use', wish),
    account: () => ask('/api/account'),
    changePassword: (wish) => tell('/api/account/password', wish),
    wantFactor: (wish) => ask('/api/account/factor', wish),
    confirmFactor: (code) => ask('/api/account/factor/confirm', { code }),
    devices: (branchId) => ask(devicesAt(branchId)),
    revoke: (device) => tell('/api/devices/revoke', device),
    accountOf: (personId) => ask(`/api/people/${encodeURIComponent(personId)}/account`),
    closeAccount: (personId) => tell('/api/accounts/close', { personId }),
    reopenAccount: (personId) => tell('/api/accounts/reopen', { personId }),
    doorLog: (wish) => ask(doorLogAt(wish)),
  }
}

/** By the browser's own network. */
export const browserAccess = (): AccessApi => accessApi((...request) => fetch(...request))
