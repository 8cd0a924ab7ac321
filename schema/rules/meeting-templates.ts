/** Usual courses of gatherings that come with the app, and those of the organisations above a branch. */
import type { Words } from '../field.ts'
import { words } from '../field.ts'
import type { MeetingKind } from '../records/meeting.ts'
import type { MeetingTemplateBody } from '../records/meeting-template.ts'
import type { OrganisationKind } from '../records/organisation.ts'

export type TemplateItem = {
  readonly title: Words
  readonly kind?: MeetingKind | undefined
  readonly sentence?: Words | undefined
}

export type MeetingTemplate = {
  readonly id: string
  readonly title: Words
  readonly kinds: readonly MeetingKind[]
  readonly only?: readonly OrganisationKind[] | undefined
  readonly items: readonly TemplateItem[]
  /** Whose it is; undefined where it comes with the app. */
  readonly organisationId?: string | undefined
}

const item = (
  kind: MeetingKind,
  title: readonly [zh: string, en: string],
  sentence: readonly [zh: string, en: string],
): TemplateItem => ({ kind, title: words(...title), sentence: words(...sentence) })

const dues = item(
  'themeDay',
  ['交纳党费', 'Dues'],
  ['党员交纳了本月党费，共……人。', "Members paid this month's dues: … people."],
)
const oath = item(
  'themeDay',
  ['重温入党誓词', 'The oath'],
  ['由……领誓，全体党员重温了入党誓词。', 'Led by …, members renewed their oath.'],
)
const study = item(
  'themeDay',
  ['集中学习', 'Study'],
  ['会议学习了……，由……领学。', 'The meeting studied …, read by ….'],
)
const discuss = item(
  'themeDay',
  ['民主议事', 'Deliberation'],
  ['会议讨论了……。发言情况：……。不同意见：……。', 'The meeting discussed …. Said: …. Dissent: ….'],
)
const service = item(
  'themeDay',
  ['志愿服务', 'Voluntary service'],
  ['党员到……开展……，历时……小时。', 'Members went to … for …, … hours.'],
)
const own = item(
  'themeDay',
  ['自选动作', 'Of our own choice'],
  ['结合本支部实际，开展了……。', 'Of our own choice: ….'],
)

/** Two patterns of theme days seen in counties, to begin with: what the fixed parts are is for each county to say. */
export const givenTemplates: readonly MeetingTemplate[] = [
  {
    id: 'given:five',
    title: words('村主题党日“5+X”', 'Village theme day “5+X”'),
    kinds: ['themeDay'],
    items: [dues, oath, study, discuss, service, own],
  },
  {
    id: 'given:four',
    title: words('企业、机关主题党日“4+X”', 'Theme day of firms and offices “4+X”'),
    kinds: ['themeDay'],
    items: [dues, study, discuss, service, own],
  },
  {
    id: 'given:evening',
    title: words('主题党日、党员大会、党课一起开', 'Theme day, member meeting and lecture in one'),
    kinds: ['themeDay', 'memberMeeting', 'lecture'],
    items: [
      dues,
      item(
        'memberMeeting',
        ['支委会报告工作', 'Report of the committee'],
        ['支部书记代表支委会报告了……的工作。', 'The secretary reported for the committee on ….'],
      ),
      item(
        'memberMeeting',
        ['民主议事', 'Deliberation'],
        [
          '会议讨论了……。发言情况：……。不同意见：……。',
          'The meeting discussed …. Said: …. Dissent: ….',
        ],
      ),
      item(
        'memberMeeting',
        ['表决', 'Vote'],
        [
          '对……进行表决：赞成……票，反对……票，弃权……票。',
          'Vote on …: … for, … against, … abstaining.',
        ],
      ),
      item('lecture', ['讲党课', 'Lecture'], ['由……讲党课，题目是……。', '… lectured on ….']),
      service,
    ],
  },
]

type Recorded = { readonly id: string; readonly body: MeetingTemplateBody }

const alike = (text: string): Words => words(text, text)

export const templateOf = ({ id, body }: Recorded): MeetingTemplate => ({
  id,
  title: alike(body.title),
  kinds: body.kinds,
  only: body.only,
  organisationId: body.organisationId,
  items: Object.entries(body.items ?? {})
    .sort(([left, one], [right, other]) => one.order - other.order || (left < right ? -1 : 1))
    .map(([, { title, kind, sentence }]) => ({
      title: alike(title),
      kind,
      sentence: sentence === undefined ? undefined : alike(sentence),
    })),
})

/** What a branch may begin with: what those above it give, then what comes with the app and none of theirs replaces. */
export function templatesFor(
  kind: OrganisationKind | undefined,
  lineage: ReadonlySet<string>,
  rows: readonly Recorded[],
): readonly MeetingTemplate[] {
  const isFor = ({ only }: Pick<MeetingTemplate, 'only'>) =>
    only === undefined || only.length === 0 || kind === undefined || only.includes(kind)
  const theirs = rows.filter(({ body }) => lineage.has(body.organisationId)).map(templateOf)
  const titles = new Set(theirs.map(({ title }) => title.zh))
  return [...theirs, ...givenTemplates.filter(({ title }) => !titles.has(title.zh))].filter(isFor)
}
