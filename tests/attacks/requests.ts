/** Requests that nobody well-meaning would send, drawn from a seed: to any route, also to those that are not written yet. */
import { gzipSync } from 'node:zlib'
import { makeChance } from '../../server/demo/chance.ts'
import type { Chance } from '../../server/demo/chance.ts'
import type { Json } from '../../schema/json.ts'
import { isList, isObject } from '../../schema/json.ts'
import { secret } from './stronghold.ts'

export type Route = { readonly method: string; readonly path: string }
export type Shot = { readonly path: string; readonly init: RequestInit }

const ids = [
  ...[
    'm-east',
    'm-west',
    'west',
    'neighbour',
    'personFile:neighbour',
    'attendance:m-west:neighbour',
  ],
  ...['account-clerk', 'device-clerk', 'post-clerk', 'tally:m-west', 'conflict:x:y', 'plans'],
  ...[
    '__proto__',
    'constructor',
    'toString',
    '..',
    '%2e%2e%2fbranchbook.db',
    '..%5c..%5cetc',
    '%00',
  ],
  ...['%', '%E0%A4%A', '*', "'--", '1 OR 1=1', '<script>', '党', 'x'.repeat(5_000), '-1', '1e999'],
]
const words: readonly Json[] = [
  ...[null, '', 0, -1, 1.5, 1e308, 8.64e15, true, [], {}, [[]], '<img src=x onerror=alert(1)>'],
  ...['\u0000', '\ud800', '党'.repeat(2_000), 'a'.repeat(100_000), '=cmd|calc', '../../etc/passwd'],
  ...[
    'zzzzzzzzzzzzdevice-a',
    '-00000000000device-a',
    '9999-12-31T23:59:59.999Z',
    '0000-01-01',
    secret,
  ],
]
/** Names of fields that routes have or may one day have. */
const names = [
  ...['id', 'name', 'password', 'token', 'code', 'device', 'account', 'person', 'personId', 'row'],
  ...[
    'type',
    'fields',
    'edits',
    'rev',
    'stamps',
    'reason',
    'kind',
    'organisation',
    'open',
    'until',
    'group',
    'before',
  ],
  ...['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'then', 'toJSON', 'length'],
]
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']

/** Well-formed bodies to begin with: by the path they are meant for. */
export type Templates = Readonly<Record<string, Json>>

export class Requests {
  readonly #chance: Chance
  readonly #templates: Templates

  constructor(seed: string, templates: Templates) {
    this.#chance = makeChance(seed)
    this.#templates = templates
  }

  next(route: Route, cookie: string | undefined): Shot {
    const { falls, pick } = this.#chance
    const method = falls(0.85) && route.method !== 'ALL' ? route.method : pick(methods)
    const bodied = !['GET', 'HEAD'].includes(method)
    const headers: Record<string, string> = {
      ...(cookie && {
        cookie: falls(0.97) ? cookie : `${cookie}x; branchbook=${pick(ids.slice(0, 6))}`,
      }),
      ...(falls(0.2) && this.#header()),
      ...(bodied &&
        falls(0.5) && {
          'content-type': pick(['application/json', 'text/xml', 'multipart/form-data']),
        }),
    }
    const [body, encoding] = bodied ? this.#body(route.path) : [undefined, undefined]
    if (encoding) headers['content-encoding'] = encoding
    return { path: this.#path(route.path), init: { method, headers, ...(body && { body }) } }
  }

  #path(pattern: string): string {
    const { falls, pick } = this.#chance
    const path = pattern.replaceAll(/:\w+(\{[^}]*\})?|\*/g, () =>
      encodeURI(pick(ids)).replaceAll('%25', '%'),
    )
    const query = falls(0.1) ? `?${pick(names)}=${encodeURIComponent(pick(ids))}` : ''
    return (path.startsWith('/') ? path : `/${path}`) + query
  }

  #header(): Record<string, string> {
    const { pick } = this.#chance
    return pick<Record<string, string>>([
      { 'x-branchbook-account': 'account-clerk' },
      { 'x-file-name': '%E0%A4%A' },
      { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https' },
      { origin: 'https://example.org' },
      { 'sec-fetch-site': 'cross-site' },
      { 'content-length': pick(['-1', '99999999999', 'NaN']) },
      { 'if-none-match': '*' },
      { range: 'bytes=0-,0-,0-' },
      {
        'tus-resumable': '1.0.0',
        'upload-length': pick(['5', '0', '-1', '1e9', '99999999999999']),
        'upload-offset': pick(['0', '5', '-1', '1.5', 'NaN']),
        'upload-metadata': pick([
          `row ${btoa('attachment:m-west:x')},digest ${btoa('a'.repeat(64))}`,
          `row ${btoa('../../branchbook.db')},digest ${btoa('../../keys.json')}`,
          'row %%%,digest',
          ','.repeat(2_000),
        ]),
        'content-type': 'application/offset+octet-stream',
      },
      { 'accept-encoding': 'gzip;q=999, br, *' },
      { authorization: 'Bearer x' },
    ])
  }

  #body(path: string): readonly [NonNullable<RequestInit['body']> | undefined, string | undefined] {
    const { falls, pick, between } = this.#chance
    const text = JSON.stringify(this.#json(path)) ?? ''
    if (falls(0.8)) return [text, falls(0.05) ? pick(['gzip', 'br', 'x, gzip']) : undefined]
    const bytes = new TextEncoder().encode(text)
    return pick<() => readonly [NonNullable<RequestInit['body']> | undefined, string | undefined]>([
      () => [undefined, undefined],
      () => [text.slice(0, between(0, text.length)), undefined],
      () => [Uint8Array.from([0xff, 0xfe, ...bytes.slice(0, 50)]), undefined],
      () => ['['.repeat(20_000), undefined],
      () => ['{"a":'.repeat(5_000) + '1' + '}'.repeat(5_000), undefined],
      () => [Uint8Array.from(gzipSync(bytes)), 'gzip'],
      () => [Uint8Array.from(gzipSync(new Uint8Array(12_000_000))), 'gzip'],
      () => [
        text.replace('{', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"x":1}},'),
        undefined,
      ],
      () => ['x'.repeat(between(1, 200_000)), undefined],
      () => [Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes.slice(0, 200)]), undefined],
    ])()
  }

  #json(path: string): Json {
    const { falls, pick, between } = this.#chance
    const template = this.#templates[path]
    if (template === undefined || falls(0.1))
      return Object.fromEntries(
        Array.from({ length: between(0, 6) }, () => [pick(names), pick(words)]),
      )
    let json = template
    for (let change = between(0, 3); change > 0; change -= 1) json = this.#changed(json)
    return json
  }

  /** One thing in it is another, missing or too much. */
  #changed(json: Json): Json {
    const { falls, pick } = this.#chance
    const keys = isList(json) || isObject(json) ? Object.keys(json) : []
    if (keys.length === 0 || falls(0.15)) return pick(words)
    const key = pick(keys)
    const inside = (json as Readonly<Record<string, Json>>)[key] ?? null
    const next = falls(0.2) ? undefined : falls(0.5) ? this.#changed(inside) : pick(words)
    if (isList(json))
      return json.flatMap((each, at) =>
        String(at) !== key ? [each] : next === undefined ? [] : [next, each],
      )
    const { [key]: _replaced, ...others } = json as Readonly<Record<string, Json>>
    return {
      ...others,
      ...(next !== undefined && { [key]: next }),
      ...(falls(0.2) && { [pick(names)]: pick(words) }),
    }
  }
}
