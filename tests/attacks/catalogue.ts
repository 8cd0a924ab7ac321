/** Every attack that is tried, what stops it, and the test that tries it: docs/proof/attacks.md is made of this. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Attack = {
  readonly attack: string
  readonly tried: string
  readonly stops: string
  /** The file of the test, from the root, and words of its title. */
  readonly test: readonly [file: string, title: string]
}

const root = new URL('../../', import.meta.url)
export const pagePath = fileURLToPath(new URL('docs/proof/attacks.md', root))
export const readFrom = (file: string): string => readFileSync(new URL(file, root), 'utf8')

const here = (file: string, title: string) => [`tests/attacks/${file}`, title] as const

export const attacks: readonly Attack[] = [
  {
    attack: 'Every right that is not one’s own',
    tried:
      'read, create, change, move, sign, remove and restore, by eleven kinds of people in six places, for every record type',
    stops:
      '`mayWrite` and `mayRead`, asked by the server of the row as stored and as it would become (P4, P6)',
    test: [
      'tests/permissions/by-hand.test.ts',
      'is refused, with a reason, kept nowhere and noted',
    ],
  },
  {
    attack: 'Guessing buckets',
    tried:
      'names of other branches’ and persons’ buckets, misspelt, encoded, traversing; with positions and digests',
    stops: 'a bucket’s name is taken apart by one pattern, and who may read follows from its parts',
    test: here('reading.test.ts', 'a member who names any bucket'),
  },
  {
    attack: 'Guessing ids',
    tried: 'the history of rows, files, persons and posts that are not his; a refused edit of them',
    stops: 'what may not be read is answered like what does not exist',
    test: here('reading.test.ts', 'byte for byte, like that of what does not exist'),
  },
  {
    attack: 'Learning by being refused',
    tried: 'edits of rows next door, for what the reply tells of them',
    stops: 'rows come by buckets alone, also those one wrote',
    test: here('reading.test.ts', 'brings nothing of the row it names'),
  },
  {
    attack: 'Shutting somebody out',
    tried: 'closing and opening accounts by a member, a secretary, oneself, and of those above',
    stops: '`mayCloseAccountOf`, asked of posts as they are today',
    test: ['server/routes/closing.test.ts', 'only the level above may'],
  },
  {
    attack: 'Getting around a closed account',
    tried: 'codes and links from before it was closed, new ones, its old sessions',
    stops: 'they are void; its devices may bring what they had not sent, and nothing else',
    test: ['server/routes/closing.test.ts', 'no code and no link goes around it'],
  },
  {
    attack: 'Being in before the office begins',
    tried:
      'a code and a link for who is to work for the committee; the session of a phone let in before; the same, taken back',
    stops:
      '`mayHelpIn` counts offices to come; a session that was opened without the office has no part in it',
    test: ['server/routes/enrolment.test.ts', 'has none of his new rights'],
  },
  {
    attack: 'Reading other people’s sign-ins',
    tried: 'the sign-in log by members and secretaries, of other townships, of those above',
    stops: '`mayReadDoorLogOf`, asked for every line',
    test: ['server/routes/door-log.test.ts', 'tells nobody of those above him or elsewhere'],
  },
  {
    attack: 'Reading authenticators’ secrets',
    tried: 'out of the database file; moved from one account to another in it',
    stops: 'sealed by AES-GCM under a key that is not in the database, bound to the account',
    test: ['server/accounts/factor-book.test.ts', 'keeps no secret that whoever has the database'],
  },
  {
    attack: 'Reading the metrics',
    tried: 'without the token, with others, and for names in what they say',
    stops: 'no route unless it is configured, one token, and only declared routes as labels',
    test: ['server/routes/metrics.test.ts', 'is not there unless a token was set'],
  },
  {
    attack: 'Another’s import',
    tried: 'applying or reading a dry run by its id',
    stops: 'dry runs belong to an account and are forgotten after half an hour',
    test: ['server/routes/import.test.ts', 'shows nobody another'],
  },
  {
    attack: 'A ledger into another’s book',
    tried:
      'a file that names the branch next door, or an address that does, by a secretary; by a member; after the office ended; other files than a ledger',
    stops:
      '`importKindsOf` for the file, `keepsBranch` for every row, both asked of posts as they are in the transaction that writes',
    test: ['server/routes/import-ledger.test.ts', 'a secretary nothing into another branch’s book'],
  },
  {
    attack: 'Writing in a branch’s book from above',
    tried: 'edits of a meeting by whoever had imported it for the branch',
    stops:
      'he stands for its keeper in the importer alone, which writes only what is not there yet',
    test: ['server/routes/import-ledger.test.ts', 'by no other way than a ledger'],
  },
  {
    attack: 'Ledgers without end',
    tried: 'more rows, more records and more files than anybody keeps, several at once',
    stops: 'bounds for a file, for an account and day, and for what is read at once',
    test: ['server/routes/import-ledger.test.ts', 'of one keeper so much a day'],
  },
  {
    attack: 'Writing in another’s name',
    tried: 'edits that say author, account, person or device',
    stops: 'an edit has no such words; the session says who it was',
    test: here('sync.test.ts', 'in another’s name'),
  },
  {
    attack: 'Another’s device or account',
    tried: 'a request for a device or an account that is not the session’s',
    stops: 'it is answered as if nobody had signed in',
    test: here('sync.test.ts', 'from another’s device'),
  },
  {
    attack: 'Replay',
    tried: 'another’s accepted edit, sent again by somebody who may not write it',
    stops: 'an edit is applied once (P3); the answer is its verdict and nothing of its row',
    test: here('sync.test.ts', 'another’s request sent again'),
  },
  {
    attack: 'Fields that only the server writes',
    tried:
      'counts, conflicts, revisions, stamps, seals, the state beside a document, a signature without its step',
    stops: 'definitions name every field that may be written, and who',
    test: here('sync.test.ts', 'what only the server writes'),
  },
  {
    attack: 'Taking another branch’s records',
    tried:
      'the roll of a meeting next door, the file of somebody else’s member, an organisation under itself',
    stops: 'a row says the same as the row it names (`agrees`, `under`)',
    test: [
      'sync/authority/fits-others.test.ts',
      'nobody takes the roll of another branch’s meeting',
    ],
  },
  {
    attack: 'Groups as a way into other branches',
    tried:
      'a group under the branch next door or the township, one’s branch turned into a group, a group given away or made a branch, somebody else’s member in one’s own group, one’s meeting in another’s group; all of it by a member as well',
    stops:
      'a keeper writes six fields of groups that lie and stay under his branch; what a row may name is asked of the row it names (`mayName`)',
    test: here('sync.test.ts', 'groups are no way into other branches'),
  },
  {
    attack: 'A row under the wrong id',
    tried: 'a lesson over a meeting, an attendance under somebody else’s id',
    stops: 'ids that are derived are derived again',
    test: here('sync.test.ts', 'over a row of another kind'),
  },
  {
    attack: 'Names that mean something to JavaScript',
    tried: '`__proto__`, `constructor`, `hasOwnProperty` as fields, types and keys of sets',
    stops: 'only own properties are read; paths are matched against definitions',
    test: here('sync.test.ts', 'names that mean something to JavaScript'),
  },
  {
    attack: 'Impossible times',
    tried: 'stamps of the year 5000, clocks and corrections at both ends of the numbers',
    stops: 'stamps are brought back to now, and never before time (S6)',
    test: here('sync.test.ts', 'from a time that never was'),
  },
  {
    attack: 'Impossible numbers',
    tried: 'counts and offsets of a device that no database holds',
    stops: 'what a device says of itself is bounded before it is kept',
    test: here('sync.test.ts', 'in numbers that no phone has'),
  },
  {
    attack: 'Too large',
    tried: 'an edit of 300,000 letters; what history keeps of it',
    stops: 'limits for each edit (W3); of what is larger, hash and beginning',
    test: here('sync.test.ts', 'larger than allowed'),
  },
  {
    attack: 'Bombs',
    tried: '100 MB in 100 KB of gzip, chained files, endless bodies, wrong lengths',
    stops: 'bodies are bounded as they travel and unpacked',
    test: ['server/middleware/read-body.test.ts', 'unpacks a bomb no further than its limit'],
  },
  {
    attack: 'Deep nesting',
    tried: '160,000 levels of lists and objects',
    stops: '24 levels, looked at before anything recurses',
    test: ['server/middleware/read-body.test.ts', 'takes nothing deeper than any record is'],
  },
  {
    attack: 'No text at all',
    tried: 'invalid UTF-8, cut JSON, other packings',
    stops: 'answered 400',
    test: ['server/middleware/read-body.test.ts', 'answers 400 to what is broken'],
  },
  {
    attack: 'Script in names, minutes and lessons',
    tried:
      '`<script>`, event handlers, `javascript:` links; a search of all sources for ways to make markup of words',
    stops: 'screens show text; the Content-Security-Policy runs no script but ours',
    test: here('markup.test.ts', 'no source of the app turns words into markup'),
  },
  {
    attack: 'Texts that keep a phone busy',
    tried:
      '300,000 repetitions of every sign that means something in a lesson, a million letters of search',
    stops: 'lessons are read in one pass, names are compared without patterns',
    test: here('markup.test.ts', 'keeps a lesson or a search busy'),
  },
  {
    attack: 'Files by names that are paths',
    tried: '`..`, encoded slashes, other cases and lengths, as row, digest, upload and file',
    stops:
      'a path is made of a digest or an id of ours, matched whole, and of nothing anybody sends',
    test: ['server/routes/uploads.test.ts', 'by names that are paths'],
  },
  {
    attack: 'A page under the name of a photo',
    tried: 'HTML, SVG, archives and programs as photos and papers; Office files with macros',
    stops:
      'the kind is read from the bytes; a file is answered as a download, `nosniff`, under `sandbox`',
    test: ['server/routes/uploads.test.ts', 'where it is a page under the name of a photo'],
  },
  {
    attack: 'Pictures that unpack to gigabytes',
    tried: '30,000 × 30,000 points in a few kilobytes',
    stops:
      'the size is read from the first bytes, on the phone and on the server, before anything opens it',
    test: ['server/files/file-kind.test.ts', 'is no larger than a screen'],
  },
  {
    attack: 'Another’s upload',
    tried:
      'asking for, going on with and ending an upload by its id; going on after an office ended',
    stops: 'uploads belong to an account, and every request asks anew whether he may write the row',
    test: ['server/routes/uploads.test.ts', 'from another account that found out its upload'],
  },
  {
    attack: 'Files of which one knows the digest',
    tried: 'a row of one’s own that names them, other rows, other branches',
    stops: 'a file is read through a row for which all of its bytes were brought',
    test: ['server/routes/files.test.ts', 'by whoever may read a row that names it'],
  },
  {
    attack: 'Files that are too large, or others than they say',
    tried:
      '40 MB, more bytes than announced, other bytes than the digest’s, a year’s worth and one more',
    stops: 'sizes by kind, length and digest of the row, a bound for each branch and year',
    test: ['server/routes/uploads.test.ts', 'where it is larger than it may be'],
  },
  {
    attack: 'Another site',
    tried: 'changes asked for by a page of another origin',
    stops: 'Origin and Sec-Fetch-Site are checked; cookies are SameSite=Strict',
    test: ['server/routes/session.test.ts', 'from our own are taken'],
  },
  {
    attack: 'Anything at all',
    tried:
      'six hundred requests drawn from a seed to every route of the server, by nobody, a member and a secretary',
    stops:
      'no 500s, nothing in the log of errors, no word of the inside, not a line of others’ tables read or changed',
    test: here('fuzz.test.ts', 'no answer of the 500s'),
  },
]

export const attacksPage = (): string =>
  [
    '# Attacks that are tried, and what stops them',
    '',
    'Made from `tests/attacks/catalogue.ts` by `npm run attacks`, never edited by hand. Every line is a test of `npm test`; the requests',
    'are made by hand and go to the real server on a real database. `FUZZ_SEED=… FUZZ_REQUESTS=… npx vitest run tests/attacks/fuzz.test.ts`',
    'draws others, and more; new routes are drawn from the app itself.',
    '',
    '| attack | what is tried | what stops it | test |',
    '|---|---|---|---|',
    ...attacks.map(
      ({ attack, tried, stops, test: [file, title] }) =>
        `| ${attack} | ${tried} | ${stops} | \`${file}\`: ${title} |`,
    ),
    '',
  ].join('\n')
