/** What nobody needs any more: uploads that were given up, and files whose rows were taken away long enough ago. */
import { looseFileLastsMs, uploadLastsMs } from '../../schema/rules/files.ts'
import type { Parts } from '../parts.ts'
import type { FileLink } from './file-book.ts'

const atATime = 200

type FileParts = Pick<Parts, 'registry' | 'store' | 'files' | 'fileBook'>

export async function tidyFiles(parts: FileParts, now: number): Promise<void> {
  const { files, fileBook } = parts
  for (const { id } of fileBook.begunUntil(now - uploadLastsMs)) {
    await files.dropPart(id)
    await fileBook.end(id)
  }
  let last: FileLink | undefined
  do {
    const links = fileBook.linksAfter(last, atATime)
    for (const link of links) if (await isLoose(parts, link, now)) await letGo(parts, link)
    last = links.length < atATime ? undefined : links.at(-1)
  } while (last)
}

/** No row names the file any more, or one that was taken away: for so long that nobody brings it back. */
async function isLoose(
  { registry, store }: FileParts,
  { row: id, digest, linkedAt }: FileLink,
  now: number,
): Promise<boolean> {
  const row = await store.read((view) => view.row(id))
  const named = row && registry.find(row.type)?.files?.(row.body)
  const removedAt = row?.body['removedAt']
  if (named?.some((file) => file.digest === digest) && removedAt === undefined) return false
  const since = typeof removedAt === 'string' ? Date.parse(removedAt) : linkedAt
  return since + looseFileLastsMs <= now
}

async function letGo({ files, fileBook }: FileParts, link: FileLink): Promise<void> {
  await fileBook.unlink(link)
  // The bytes last: a name without a file would be worse than a file without a name.
  if (await fileBook.forgetLoose(link.digest)) await files.drop(link.digest)
}
