import { IDBKeyRange } from 'fake-indexeddb'
import { expect, test, vi } from 'vitest'
import { FaultyDisk } from './disk/faulty-disk.ts'
import { ExampleAuthority, ExampleDevice } from './example-device.ts'

vi.stubGlobal('IDBKeyRange', IDBKeyRange)
vi.stubGlobal('document', { visibilityState: 'visible' })

const looks = {
  find: (device: ExampleDevice) => device.find('mine-1'),
  findAll: async (device: ExampleDevice) => (await device.findAll())[0],
}

test.each([
  ['find', 'begin'],
  ['find', 'read'],
  ['findAll', 'begin'],
  ['findAll', 'read'],
] as const)(
  'D1: %s looks again over a new connection where the old one fails at %s',
  async (look, step) => {
    const disk = new FaultyDisk()
    const authority = new ExampleAuthority()
    const earlier = new ExampleDevice({ life: disk.begin(), authority })
    await earlier.open()
    await earlier.write('mine-1', '写过的')
    await earlier.book.leave()

    const device = new ExampleDevice({ life: disk.begin(), authority })
    await device.open()
    disk.plan(step === 'begin' ? 0 : 1, { error: 'UnknownError' })
    expect((await looks[look](device))?.body.words).toBe('写过的')
    expect(disk.steps).toContain(step)
    await device.book.leave()
  },
)
