/** Who of the demonstration township studied what: some members, some lessons, drivers from the road. */
import { derivedId } from '../../schema/define-record.ts'
import type { ContentRow } from './lessons.ts'
import { makeChance } from './chance.ts'
import type { Cast } from './people.ts'
import type { Note } from './note.ts'

const day = 86_400_000

export function studiesOf(cast: Cast, rows: readonly ContentRow[], now: number): readonly Note[] {
  const lessons = rows.filter((row) => row.type === 'lesson')
  return cast.branches.flatMap((branch) => {
    const chance = makeChance(`study ${branch.name}`)
    const readers = chance.some(branch.members, Math.ceil(branch.members.length * 0.4))
    return (
      readers
        // The driver of the stories starts with an empty page.
        .filter((member) => member.id !== cast.driver.id)
        .flatMap((member) =>
          chance.some(lessons, chance.between(1, 4)).map((lesson): Note => {
            const openedMs = now - chance.between(2, 60) * day - chance.between(0, 12) * 3_600_000
            const at = (minutes: number) => new Date(openedMs + minutes * 60_000).toISOString()
            const questions = rows.filter(({ fields }) => fields['lessonId'] === lesson.id).length
            const right = chance.between(Math.ceil(questions / 2), questions)
            const finished = chance.falls(0.85)
            return {
              by: member.id,
              type: 'study',
              id: derivedId('study', [member.id, lesson.id]),
              at: openedMs + 3_600_000,
              fields: {
                personId: member.id,
                lessonId: lesson.id,
                branchId: branch.id,
                openedAt: at(0),
                ...(finished && { readAt: at(chance.between(4, 15)) }),
                ...(finished &&
                  chance.falls(0.6) && { 'attempts/k1': { at: at(20), asked: questions, right } }),
              },
            }
          }),
        )
    )
  })
}
