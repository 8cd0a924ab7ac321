/** What people do with papers on their devices: several write one, somebody takes a step with it, somebody signs. */
import type { Definition } from '../../schema/define-record.ts'
import { standingIn } from '../../schema/document.ts'
import type { Body, Json } from '../../schema/json.ts'
import { sameJson } from '../../schema/json.ts'
import type { DeviceRow } from '../../sync/device/row.ts'
import type { DeviceStore } from '../../sync/device/store.ts'
import { sealOf } from '../../sync/seal.ts'
import type { Act, Compose, Sign } from './commands.ts'
import type { Device } from './device.ts'
import { Form } from './form.ts'
import { frozenWhenSigned, pageOf } from './paper.ts'
import type { Fields, Stage } from './stage.ts'
import { putOn, writeOn } from './writing.ts'

export function actOn(world: Stage, device: Device, store: DeviceStore, act: Act): Promise<void> {
  switch (act.do) {
    case 'write':
      return writeOn(world, device, store, act)
    case 'compose':
      return composeOn(world, device, store, act)
    case 'sign':
      return signOn(world, device, store, act)
  }
}

const idOf = (paper: number): string => `paper-${paper % 2}`

async function composeOn(
  world: Stage,
  device: Device,
  store: DeviceStore,
  command: Compose,
): Promise<void> {
  const id = idOf(command.paper)
  // The first release said of its words only what lay beneath them as they were saved.
  const saves = command.save || device.speaks === 1
  let staysOpen = false
  await putOn(world, device, store, id, (definition, row) => {
    const standing = standingIn(row?.body ?? {}, 'minutes')
    const form = device.forms.get(id) ?? opened(world, device, command, row)
    device.forms.set(id, form)
    form.work(command, world.freshLetters(command.letters))
    if (!saves) return undefined
    const written = form.finish(standing)
    staysOpen = !sameJson({ ...form.begun }, { ...standing })
    const minutes: Json = isDocument(definition) ? { ...written } : form.seen || null
    const title = command.title === undefined ? {} : { title: command.title }
    return { fields: { ...born(device, row), ...title, minutes }, cut: form.cut }
  })
  // A full disk has thrown by now, and the form with its words is still there.
  if (!saves) return
  device.forms.delete(id)
  if (staysOpen) world.pass('formStayedOpen')
}

function opened(world: Stage, device: Device, { yjs }: Compose, row: DeviceRow | undefined): Form {
  const loads = yjs && device.speaks === 2
  const standing = standingIn(row?.body ?? {}, 'minutes')
  return new Form(standing, loads ? world.newClient() : undefined)
}

/** The first release wrote plain words. */
const isDocument = ({ fields }: Definition): boolean => fields['minutes']?.merge === 'text'

const born = (device: Device, row: DeviceRow | undefined): Fields =>
  row && row.body['branchId'] ? {} : { branchId: device.branch, author: device.name }

/** The first release knows no steps. */
async function signOn(
  world: Stage,
  device: Device,
  store: DeviceStore,
  { paper, to, flaw }: Sign,
): Promise<void> {
  if (device.speaks === 1) return
  await putOn(world, device, store, idOf(paper), (_definition, row, noted) => {
    if (!row || !row.body['branchId']) return undefined
    if (to !== 'signed') return { fields: { stage: to } }
    const seen: Body = flaw === 'wrongSeal' ? { ...row.body, title: '别的' } : row.body
    const fields = {
      stage: to,
      signedById: flaw === 'anothersName' ? 'staff' : device.account.personId,
      signedAt: noted,
      seal: sealOf(seen, frozenWhenSigned),
    }
    return { fields, page: pageOf(row.body) }
  })
}
