/**
 * The log: a line of JSON for each thing worth knowing, on standard error. It outlives its occasion and is read by people who may
 * not read the records, so no line holds what lets somebody in or what belongs to a person's file, whoever wrote it carelessly.
 */
import type { DestinationStream, Logger } from 'pino'
import { pino } from 'pino'
import { requestInHand } from './middleware/request-log.ts'

/** Where whoever logs an object by its usual names would say too much. An error's own `code`, a level deeper, says what happened. */
const secretNames = ['password', 'token', 'cookie', 'authorization', 'secret', 'code', 'body']
const secretPaths = [
  ...secretNames,
  ...['password', 'token', 'cookie', 'secret'].map((name) => `*.${name}`),
]

/** By their looks, wherever they stand: identity numbers of 18 and 15 digits, phone numbers, our tokens, hashes of passwords. */
const looks: readonly (readonly [RegExp, string])[] = [
  [/(?<![\w-])\d{17}[\dXx](?![\w-])|(?<![\w-])\d{15}(?![\w-])/g, '[identity number]'],
  [/(?<![\w-])1[3-9]\d{9}(?![\w-])/g, '[phone number]'],
  [/(?<![\w-])[\w-]{43}(?![\w-])/g, '[token]'],
  [/\$argon2[^\s"\\]*/g, '[password]'],
]

const withoutSecrets = (line: string) =>
  looks.reduce((text, [look, word]) => text.replace(look, word), line)

export const makeLog = (level: string, destination: DestinationStream): Logger =>
  pino(
    {
      level,
      base: null,
      mixin: () => {
        const request = requestInHand()
        return request === undefined ? {} : { request }
      },
      redact: { paths: secretPaths, censor: '[hidden]' },
      hooks: { streamWrite: withoutSecrets },
    },
    destination,
  )
