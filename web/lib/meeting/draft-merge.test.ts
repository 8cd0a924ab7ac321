import { describe, expect, test } from 'vitest'
import { succeed } from '#sync/result.ts'
import { device, open, row } from './example-form.ts'

describe('one meeting open in two pages of one browser', () => {
  const both = async () => {
    const tools = device(row())
    return { ...tools, one: await open(tools.tools, ''), other: await open(tools.tools, '') }
  }

  test('is one draft with the words of both, and each page saves only its own', async () => {
    const { one, other, kept, said, tools } = await both()
    one.typeText('topic', '防火')
    other.typeMinutes('会议开始。', false)
    one.typeText('topic', '防火防汛')
    other.tickRoll(['cui'])
    expect(kept.get('meeting/m1')).toMatchObject({
      typed: { topic: '防火防汛', minutes: { text: '会议开始。' } },
      roll: { cui: { status: 'present' } },
    })
    expect(await other.save()).toBe(true)
    expect(said.written[0]?.fields).not.toHaveProperty('topic')
    expect(kept.get('meeting/m1')).toMatchObject({ typed: { topic: '防火防汛' }, roll: {} })
    expect((await open(tools, '')).shown.topic).toBe('防火防汛')
    expect(await one.save()).toBe(true)
    expect(kept.size).toBe(0)
  })

  test('does not put back what the other page changed since', async () => {
    const { one, other, kept } = await both()
    one.typeText('topic', '防火')
    await one.keepNow()
    other.typeText('topic', '防汛')
    await other.keepNow()
    one.typeText('place', '老祠堂')
    expect(kept.get('meeting/m1')).toMatchObject({ typed: { topic: '防汛', place: '老祠堂' } })
  })

  test('has no tick any more that was taken back with its roll, and nothing of it once saved', async () => {
    const { one, other, kept, said } = await both()
    one.tickRoll(['cui'])
    await one.keepNow()
    other.noteRoll('wang', { status: 'excused', reason: '走亲戚' })
    one.uncall(true)
    await one.keepNow()
    expect(kept.get('meeting/m1')).toMatchObject({ roll: { wang: { reason: '走亲戚' } } })
    expect(kept.get('meeting/m1')).not.toHaveProperty('roll.cui')
    await one.save()
    expect(said.written.map(({ type }) => type.name)).toEqual(['meeting'])
    await other.save()
    expect(kept.size).toBe(0)
  })

  test('keeps what is typed while it is being saved', async () => {
    const { tools, kept } = device(row())
    const form = await open(
      {
        ...tools,
        records: {
          ...tools.records,
          write: async () => {
            form.typeText('place', '老祠堂')
            await Promise.resolve()
            return succeed([])
          },
        },
      },
      '',
    )
    form.typeText('topic', '防火')
    await form.keepNow()
    await form.save()
    expect(kept.get('meeting/m1')).toMatchObject({ typed: { place: '老祠堂' } })
    expect(kept.get('meeting/m1')).not.toHaveProperty('typed.topic')
  })
})
