import { expect, test } from 'vitest'
import { m } from '#lib/i18n/generated/messages.js'
import { sayFileFields } from './member-file.ts'

test('a file is said in the order of its definition, dates as far as they are known', () => {
  const said = sayFileFields({
    personId: 'p',
    branchId: 'b',
    joinedOn: '1979-09-26',
    bornOn: '1949-06',
    idTail: '6195',
    standing: 'suspended',
    floating: true,
    address: '2015',
  })
  expect(said.map(({ value }) => value)).toEqual([
    m.desk_person_identity_tail({ tail: '6195' }),
    '1949年6月',
    '1979年9月26日',
    '2015',
    '停止党籍',
    '是',
  ])
})
