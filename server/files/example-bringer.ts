/** Somebody who brings files to an example server, request by request: for the tests of files. */
import { fileAddress, tusVersion, writeMetadata } from '../../sync/wire/files.ts'
import type { ExampleServer } from '../example-server.ts'
import { attachmentOf } from './example-file.ts'

export type Named = ReturnType<typeof attachmentOf>

export const tus = (cookie: string) => ({ 'tus-resumable': tusVersion, cookie })
export const chunk = 'application/offset+octet-stream'

export class Bringer {
  readonly #server: ExampleServer
  readonly cookie: string

  constructor(server: ExampleServer, cookie: string) {
    this.#server = server
    this.cookie = cookie
  }

  /** A row of the meeting m-east that names the file. */
  async namedBy(file: Buffer, more: Parameters<typeof attachmentOf>[3] = {}): Promise<Named> {
    const named = attachmentOf('m-east', 'east', file, more)
    await this.#server.found('attachment', named.id, named.fields)
    return named
  }

  begin({ id, digest }: Named, length: number, who = this.cookie, first?: Buffer) {
    return this.#server.app.request('/api/uploads', {
      method: 'POST',
      headers: {
        ...tus(who),
        'upload-length': String(length),
        'upload-metadata': writeMetadata({ row: id, digest }),
        ...(first && { 'content-type': chunk }),
      },
      ...(first && { body: new Uint8Array(first) }),
    })
  }

  extend(location: string, offset: number, bytes: Buffer, who = this.cookie) {
    return this.#server.app.request(location, {
      method: 'PATCH',
      headers: { ...tus(who), 'upload-offset': String(offset), 'content-type': chunk },
      body: new Uint8Array(bytes),
    })
  }

  standing(location: string, who = this.cookie) {
    return this.#server.app.request(location, { method: 'HEAD', headers: tus(who) })
  }

  fetch(digest: string, row: string, who = this.cookie) {
    return this.#server.get(fileAddress(digest, row), who)
  }

  async bring(named: Named, file: Buffer): Promise<Response> {
    const begun = await this.begin(named, file.length)
    const location = locationOf(begun)
    return location === '' ? begun : this.extend(location, 0, file)
  }
}

export const locationOf = (response: Response) => response.headers.get('location') ?? ''
export const offsetOf = (response: Response) => Number(response.headers.get('upload-offset'))
