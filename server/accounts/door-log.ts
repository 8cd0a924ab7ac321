/**
 * The log of the door as those read it who answer for people: whose account it concerns decides who may, by the posts of today.
 * Of what concerns nobody known (a name that does not exist, the set-up) only the command line tells.
 */
import type { Actor } from '../../schema/access.ts'
import { mayReadDoorLogOf } from '../../schema/access.ts'
import { textOf } from '../../schema/json.ts'
import type { StoreView } from '../../sync/authority/store.ts'
import type { DoorGroup, DoorLine } from '../../sync/wire/door-log.ts'
import { doorGroups } from '../../sync/wire/door-log.ts'
import type { Parts } from '../parts.ts'
import type { KeptEvent } from './security-log.ts'
import { onFile } from './whom-to-help.ts'

export type DoorQuery = {
  readonly group: DoorGroup | undefined
  /** Part of the person's name; '' for everybody. */
  readonly name: string
  /** Only older ones than this number. */
  readonly before: number | undefined
}

const pageLines = 50

export async function doorLines(
  { security, devices, now }: Pick<Parts, 'security' | 'devices' | 'now'>,
  view: StoreView,
  actor: Actor,
  { group, name, before }: DoorQuery,
): Promise<{ readonly lines: readonly DoorLine[]; readonly more: boolean }> {
  const branches = [...new Set(actor.offices.flatMap(({ covers }) => covers))]
  const kinds = group ? doorGroups[group] : Object.values(doorGroups).flat()
  const mayRead = new Map<string, boolean>()
  const lines: DoorLine[] = []
  let from = before ?? Number.MAX_SAFE_INTEGER
  for (;;) {
    const events = security.about({ branches, kinds, name, before: from, limit: pageLines })
    for (const event of events) {
      from = event.number
      const person = await onFile(view, event.about, now())
      const may = mayRead.get(event.about) ?? (person && mayReadDoorLogOf(actor, person))
      mayRead.set(event.about, may ?? false)
      if (!may) continue
      if (lines.length === pageLines) return { lines, more: true }
      lines.push(await lineOf({ devices }, view, event))
    }
    if (events.length < pageLines) return { lines, more: false }
  }
}

async function lineOf(
  { devices }: Pick<Parts, 'devices'>,
  view: StoreView,
  event: KeptEvent & { readonly about: string; readonly actor: string | null },
): Promise<DoorLine> {
  const { number, at, event: kind, about, actor, account, device, address } = event
  const person = await view.row(about)
  const branch = await view.row(textOf(person?.body, 'branchId'))
  const by = actor !== null && actor !== about ? await view.row(actor) : undefined
  return {
    ...{ number, at, kind },
    personName: textOf(person?.body, 'name'),
    branchName: textOf(branch?.body, 'name'),
    by: textOf(by?.body, 'name'),
    device: account !== null && device !== null ? devices.labelOf(account, device) : '',
    address: address ?? '',
  }
}
