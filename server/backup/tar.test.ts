import { execFileSync } from 'node:child_process'
import {
  createReadStream,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TarReader, isTarName, tarEnd, tarPadding, writeTarHeader } from './tar.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'branchbook-tar-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const archive = (files: Readonly<Record<string, string>>) =>
  Buffer.concat([
    ...Object.entries(files).flatMap(([name, text]) => {
      const bytes = Buffer.from(text)
      return [
        writeTarHeader({ name, bytes: bytes.length }, 1_760_000_000_000),
        bytes,
        tarPadding(bytes.length),
      ]
    }),
    tarEnd,
  ])

async function* inPieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(chunks: AsyncIterable<Buffer>) {
  const tar = new TarReader(chunks)
  const files: Record<string, string> = {}
  for (;;) {
    const header = await tar.next()
    if (typeof header === 'string') return { files, end: header }
    const pieces: Buffer[] = []
    for await (const piece of tar.contents(header)) pieces.push(piece)
    files[header.name] = Buffer.concat(pieces).toString()
  }
}

const files = { 'a.db': 'x'.repeat(5_000), 'keys/one': '', 'keys/two': 'y'.repeat(512) }

describe('a tar of plain files', () => {
  it.each([1, 511, 512, 700, 100_000])(
    'reads what it wrote, in pieces of %i bytes',
    async (size) => {
      expect(await read(inPieces(archive(files), size))).toEqual({ files, end: 'end' })
    },
  )

  it('is unpacked by any tar, as files that are their owner’s alone', () => {
    const path = join(folder, 'a.tar')
    writeFileSync(path, archive(files))
    execFileSync('tar', ['xf', path, '-C', folder])
    for (const [name, text] of Object.entries(files)) {
      expect(readFileSync(join(folder, name), 'utf8')).toBe(text)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
  })

  it('says the size of what is larger than octal digits hold', async () => {
    const bytes = 20 * 2 ** 30 + 512
    const path = join(folder, 'large.tar')
    writeFileSync(path, writeTarHeader({ name: 'large', bytes }, 0))
    // The contents are a hole in the file.
    truncateSync(path, 512 + bytes + tarEnd.length)
    expect(await new TarReader(createReadStream(path) as AsyncIterable<Buffer>).next()).toEqual({
      name: 'large',
      bytes,
    })
    expect(execFileSync('tar', ['tvf', path], { encoding: 'utf8' })).toContain(` ${bytes} `)
  })

  it('takes nothing that was cut off, changed or added', async () => {
    const whole = archive(files)
    const endOf = async (bytes: Buffer) => (await read(inPieces(bytes, 700))).end
    for (const length of [0, 100, 513, 5_700, whole.length - 512])
      expect(await endOf(whole.subarray(0, length)), `${length}`).toBe('broken')
    expect(await endOf(Buffer.concat([whole, Buffer.from('more')]))).toBe('broken')
    const renamed = Buffer.from(whole)
    renamed.write('b', 0)
    expect(await endOf(renamed)).toBe('broken')
  })

  it('takes no links and no folders', async () => {
    execFileSync('ln', ['-s', '/etc/passwd', join(folder, 'link')])
    for (const what of ['link', '.']) {
      const path = join(folder, '..', `${folder.split('/').at(-1)}.tar`)
      execFileSync('tar', ['--format=ustar', '-cf', path, '-C', folder, what])
      expect((await read(inPieces(readFileSync(path), 512))).end).toBe('broken')
      rmSync(path)
    }
  })

  it.each([
    '../a',
    '/a',
    'a/../b',
    './a',
    'a//b',
    'a/',
    '',
    '.hidden',
    'a/.b',
    'a\\b',
    'a\0b',
    '党',
    'x'.repeat(101),
  ])('knows no file named %o', (name) => expect(isTarName(name)).toBe(false))
})
