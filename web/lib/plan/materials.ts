import { m } from '#lib/i18n/generated/messages.js'
import { sayWords } from '#lib/i18n/say-words.ts'
import type { BodyFor } from '#schema/define-record.ts'
import type { attachment } from '#schema/records/attachment.ts'
import { fileKinds, isPicture } from '#schema/rules/files.ts'

type Filed = {
  readonly id: string
  readonly body: Pick<BodyFor<typeof attachment>, 'kind' | 'name' | 'caption' | 'order'>
}

/** What lies with a planned meeting, as its notice names it: papers and described photos in their order, the others counted. */
export function materialsOf(filed: readonly Filed[]): readonly string[] {
  const ordered = [...filed].sort(
    (left, right) => left.body.order - right.body.order || (left.id < right.id ? -1 : 1),
  )
  const named = ordered.flatMap(({ body: { kind, name, caption } }) => {
    if (!isPicture(kind)) return name ?? sayWords(fileKinds[kind])
    return caption ?? []
  })
  const unnamed = ordered.filter(({ body }) => isPicture(body.kind) && !body.caption).length
  return unnamed === 0 ? named : [...named, m.home_coming_photos({ count: unnamed })]
}
