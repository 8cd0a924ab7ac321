// Votes and ballots carry no link from person to choice: nowhere in what is recorded, so nowhere in what travels.
import { expect, it } from 'vitest'
import type { Definition } from '../define-record.ts'
import { defineRecord } from '../define-record.ts'
import type { Field } from '../field.ts'
import { choice, field, group, integer, optional, ref, setOf, text, words } from '../field.ts'
import { registry } from './index.ts'

const aboutVotes = /赞成|反对|弃权|表决|选票|投票|得票|vote|ballot|in favour|abstain/i

type Schema = { readonly type?: string; readonly properties?: Readonly<Record<string, Schema>> }

/** What is voted on, and where it stands in the page. */
const aboutTheMatter = ['matter', 'subject', 'order']

/** A vote is a number of votes: no name, no key by which a person could be told, no words but those about the matter. */
function isCount({ kind }: Field): boolean {
  // The schema of our own kinds is plain JSON Schema.
  const schema = (kind.element?.schema ?? kind.schema) as Schema
  if (!schema.properties) return kind.merge !== 'set' && schema.type === 'integer'
  return Object.entries(schema.properties).every(
    ([name, { type }]) => type === 'integer' || aboutTheMatter.includes(name),
  )
}

const telling = (definition: Definition): readonly string[] =>
  Object.entries(definition.fields)
    .filter(([name, { words: said }]) => aboutVotes.test(`${name} ${said.zh} ${said.en}`))
    .filter(([, each]) => !isCount(each))
    .map(([name]) => `${definition.name}.${name}`)

it('nothing recorded says how anybody voted: counts only', () => {
  expect(registry.all.flatMap(telling)).toEqual([])
})

it('this test sees a vote that tells', () => {
  const votes = defineRecord({
    name: 'poll',
    words: words('投票', 'Poll'),
    at: () => '',
    of: () => '',
    fields: {
      votesFor: field('赞成', 'In favour', optional(integer({ min: 0, max: 999 }))),
      counted: field('表决结果', 'Votes', group({ yes: integer({ min: 0, max: 9 }) })),
      ballots: field('选票', 'Ballots', setOf(group({ said: text({ max: 9 }) }))),
      voters: field('表决人', 'Who voted', setOf(ref('person'))),
      each: field(
        '逐项表决',
        'Votes',
        setOf(group({ subject: text({ max: 9 }), yes: integer({ min: 0, max: 9 }) })),
      ),
      byPerson: field('投票人', 'Voter', ref('person')),
      said: field('表决', 'Said', choice({ yes: words('赞成', 'Yes') })),
    },
    seenIn: () => [],
    write: () => false,
  })
  expect(telling(votes)).toEqual(['poll.ballots', 'poll.voters', 'poll.byPerson', 'poll.said'])
})
