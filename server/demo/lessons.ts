/** Reads the lessons and questions of `content/` (format: its README). They are ours, so a fault in them is a bug. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../schema/json.ts'
import { idOf } from './chance.ts'

const content = join(import.meta.dirname, 'content')

type Front = Readonly<Record<string, string | readonly string[]>>

export type ContentRow = {
  readonly type: 'lesson' | 'question'
  readonly id: string
  readonly fields: Readonly<Record<string, Json>>
}

const lessonId = (key: string) => idOf(`lesson ${key}`)

function splitFront(text: string): { front: Front; body: string } {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  const front: Record<string, string | string[]> = {}
  let list: string[] = []
  for (const line of head.split('\n')) {
    const item = /^\s+- (.*)$/.exec(line)
    if (item?.[1]) {
      list.push(item[1])
      continue
    }
    const [, key, value = ''] = /^(\w+):\s*(.*)$/.exec(line) ?? []
    if (key) front[key] = value === '' ? (list = []) : value
  }
  return { front, body: body.trim() }
}

export function readLessons(
  publisherId: string,
  publishedAt: (order: number) => string,
): readonly ContentRow[] {
  const folder = join(content, 'lessons')
  return readdirSync(folder)
    .sort()
    .map((name, order) => {
      const { front, body } = splitFront(readFileSync(join(folder, name), 'utf8'))
      const { key, title, titleEn, summary, audience, minutes, sources } = front
      return {
        type: 'lesson',
        id: lessonId(String(key)),
        fields: {
          publisherId,
          publishedAt: publishedAt(order),
          order,
          title: String(title),
          titleEn: String(titleEn),
          summary: String(summary),
          audience: String(audience),
          minutes: Number(minutes),
          text: body,
          sources: Array.isArray(sources) ? (sources as readonly string[]) : [],
        },
      }
    })
}

type WrittenQuestion = { readonly key: string; readonly lesson: string } & Readonly<
  Record<string, Json>
>

export function readQuestions(publisherId: string): readonly ContentRow[] {
  const folder = join(content, 'questions')
  return readdirSync(folder)
    .sort()
    .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as WrittenQuestion[])
    .map(({ key, lesson, ...fields }) => ({
      type: 'question',
      id: idOf(`question ${key}`),
      fields: { ...fields, publisherId, lessonId: lessonId(lesson) },
    }))
}

/** The lesson that a question of the sample bank belongs to, by its tag. */
export function lessonOfTag(): ReadonlyMap<string, string> {
  const text = readFileSync(join(content, 'bank-lessons.json'), 'utf8')
  const keys = JSON.parse(text) as Readonly<Record<string, string | null>>
  return new Map(
    Object.entries(keys).flatMap(([tag, key]) => (key === null ? [] : [[tag, lessonId(key)]])),
  )
}
