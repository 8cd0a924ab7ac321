/** What the database knows of files: uploads under way, whole files, and for which row each was brought. */
import type { FileKind } from '../../schema/rules/files.ts'
import type { Connections } from '../store/connections.ts'

export type Upload = {
  readonly id: string
  readonly account: string
  readonly row: string
  readonly digest: string
  readonly length: number
  readonly owner: string
  readonly begunAt: number
}

export type KeptFile = {
  readonly digest: string
  readonly kind: FileKind
  readonly bytes: number
}

export type FileLink = { readonly row: string; readonly digest: string; readonly linkedAt: number }

export class FileBook {
  readonly #connections: Connections
  readonly #statements: ReturnType<typeof prepare>

  constructor(connections: Connections) {
    this.#connections = connections
    this.#statements = prepare(connections)
  }

  begin(upload: Upload): Promise<void> {
    const { id, account, row, digest, length, owner, begunAt } = upload
    return this.#connections.note(
      () => void this.#statements.begin.run(id, account, row, digest, length, owner, begunAt),
    )
  }

  upload(id: string): Upload | undefined {
    return this.#statements.upload.get(id)
  }

  /** The same file for the same row, begun earlier by the same account. */
  begunBefore(account: string, row: string, digest: string): Upload | undefined {
    return this.#statements.begunBefore.get(account, row, digest)
  }

  uploadsOf(account: string): number {
    return this.#statements.uploadsOf.get(account) ?? 0
  }

  end(id: string): Promise<void> {
    return this.#connections.note(() => void this.#statements.end.run(id))
  }

  begunUntil(time: number): readonly Upload[] {
    return this.#statements.begunUntil.all(time)
  }

  /** The upload is a file now, and its row's. */
  async keep({ id, account, row, digest, length, owner }: Upload, kind: FileKind, now: number) {
    await this.#connections.note(() => {
      this.#statements.keep.run(digest, kind, length)
      this.#statements.link.run(row, digest, owner, account, now)
      this.#statements.end.run(id)
    })
  }

  isLinked(row: string, digest: string): boolean {
    return this.#statements.linked.get(row, digest) !== undefined
  }

  file(digest: string): KeptFile | undefined {
    return this.#statements.file.get(digest)
  }

  /** What an organisation brought since, and what is on its way. */
  bytesOf(owner: string, since: number): number {
    return this.#statements.bytesOf.get(owner, since, owner) ?? 0
  }

  /** Some links after a place, in order, for whoever goes through all of them. */
  linksAfter(after: FileLink | undefined, limit: number): readonly FileLink[] {
    return this.#statements.linksAfter.all(after?.row ?? '', after?.digest ?? '', limit)
  }

  unlink({ row, digest }: Pick<FileLink, 'row' | 'digest'>): Promise<void> {
    return this.#connections.note(() => void this.#statements.unlink.run(row, digest))
  }

  /** Forgets the file where no row has it any more; answers whether it did. */
  async forgetLoose(digest: string): Promise<boolean> {
    let forgotten = false
    await this.#connections.note(() => {
      forgotten = this.#statements.forgetLoose.run(digest, digest).changes > 0
    })
    return forgotten
  }
}

const prepare = ({ writer, lookup }: Connections) => ({
  begin: writer.prepare<[string, string, string, string, number, string, number]>(
    `INSERT INTO upload (id, account, row, digest, length, owner, begun_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  ),
  upload: lookup.prepare<[string], Upload>(
    `SELECT id, account, row, digest, length, owner, begun_at AS begunAt FROM upload WHERE id = ?`,
  ),
  begunBefore: lookup.prepare<[string, string, string], Upload>(
    `SELECT id, account, row, digest, length, owner, begun_at AS begunAt FROM upload
     WHERE account = ? AND row = ? AND digest = ?`,
  ),
  uploadsOf: lookup
    .prepare<[string], number>('SELECT count(*) FROM upload WHERE account = ?')
    .pluck(),
  end: writer.prepare<[string]>('DELETE FROM upload WHERE id = ?'),
  begunUntil: lookup.prepare<[number], Upload>(
    `SELECT id, account, row, digest, length, owner, begun_at AS begunAt FROM upload
     WHERE begun_at <= ?`,
  ),
  keep: writer.prepare<[string, string, number]>(
    'INSERT INTO file (digest, kind, bytes) VALUES (?, ?, ?) ON CONFLICT (digest) DO NOTHING',
  ),
  link: writer.prepare<[string, string, string, string, number]>(
    `INSERT INTO file_link (row, digest, owner, account, linked_at) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (row, digest) DO NOTHING`,
  ),
  linked: lookup
    .prepare<[string, string], number>('SELECT 1 FROM file_link WHERE row = ? AND digest = ?')
    .pluck(),
  file: lookup.prepare<[string], KeptFile>('SELECT digest, kind, bytes FROM file WHERE digest = ?'),
  bytesOf: lookup
    .prepare<[string, number, string], number>(
      `SELECT (SELECT coalesce(sum(file.bytes), 0) FROM file_link JOIN file USING (digest)
               WHERE file_link.owner = ? AND file_link.linked_at >= ?)
            + (SELECT coalesce(sum(length), 0) FROM upload WHERE owner = ?)`,
    )
    .pluck(),
  linksAfter: lookup.prepare<[string, string, number], FileLink>(
    `SELECT row, digest, linked_at AS linkedAt FROM file_link WHERE (row, digest) > (?, ?)
     ORDER BY row, digest LIMIT ?`,
  ),
  unlink: writer.prepare<[string, string]>('DELETE FROM file_link WHERE row = ? AND digest = ?'),
  forgetLoose: writer.prepare<[string, string]>(
    `DELETE FROM file WHERE digest = ?
     AND NOT EXISTS (SELECT 1 FROM file_link WHERE file_link.digest = ?)`,
  ),
})
